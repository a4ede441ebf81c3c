-- Writes all users into a CSV file (RFC 4180), page by page, so that it takes little memory for any number of users.
--
--   logto lua export-users.lua users.csv --allow-write .

local file = arg[1] or "users.csv"
local columns = { "id", "username", "primaryEmail", "primaryPhone", "name", "isSuspended" }

-- A text that a spreadsheet would run as a formula is defused.
local function cell(value)
  if value == nil or value == json.null then return "" end
  local text = tostring(value):gsub("^[=+@\t\r-]", "'%0")
  if text:find('[",\r\n]') then text = '"' .. text:gsub('"', '""') .. '"' end
  return text
end

fs.write(file, table.concat(columns, ",") .. "\r\n")
local lines, count = {}, 0
local function flush()
  fs.append(file, table.concat(lines))
  lines = {}
end
for user in logto.each(logto.list_users) do
  local cells = {}
  for index, column in ipairs(columns) do cells[index] = cell(user[column]) end
  lines[#lines + 1] = table.concat(cells, ",") .. "\r\n"
  count = count + 1
  if #lines == 500 then
    flush()
    progress(count)
  end
end
flush()
print(count .. " users written to " .. file)
