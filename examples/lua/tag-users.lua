-- Adds to the custom data of many users what a file says, and keeps all else in them, in nested objects too. In a .csv
-- file the first column names the user (ID, username or e-mail address), the heads of the others are the keys, and
-- empty cells say nothing; any other file has a JSON object on each line, the user under "user". A line that fails is
-- told, and the others go on. Running it again sends only what is not there yet.
--
--   logto lua tag-users.lua tags.csv --allow-read . --dry-run
--   logto lua tag-users.lua tags.csv --allow-read .
--   logto lua tag-users.lua tags.jsonl --allow-read . -o csv

local file = arg[1] or error("name a file", 0)
local is_csv, heads = file:find("%.csv$") ~= nil

local function cells_of(line)
  local cells = {}
  local rest = regex.gsub("," .. line, [[,(?:"((?:[^"]|"")*)"|([^,"]*))]], function(cell)
    local quoted, bare = cell.groups[1], cell.groups[2]
    cells[#cells + 1] = quoted == json.null and bare or quoted:gsub('""', '"')
    return ""
  end)
  return rest == "" and cells or error("the quotes are wrong", 0)
end

local function tags_of(line)
  if not is_csv then return json.decode(line) end
  local tags = {}
  for index, cell in ipairs(cells_of(line)) do
    if cell ~= "" then tags[heads[index] or error("there are more cells than heads", 0)] = cell end
  end
  return tags
end

local is_object = json.is_object
local function merged(old, new)
  if not is_object(old) or not is_object(new) then return new end
  local all = json.object{}
  for key, value in pairs(old) do all[key] = value end
  for key, value in pairs(new) do all[key] = merged(old[key], value) end
  return all
end

local function tag(line)
  local tags = tags_of(line)
  local name = is_object(tags) and tags.user
  if type(name) ~= "string" then error("it names no user", 0) end
  tags.user = nil
  local found = logto.list_users{ where = { id = name, username = name, primaryEmail = name }, mode = "exact" }
  if #found ~= 1 then error(#found .. " users are called " .. name, 0) end
  local user, sent = found[1], json.object{}
  for key, value in pairs(tags) do
    local new = merged(user.customData[key], value)
    if json.encode(new) ~= json.encode(user.customData[key]) then sent[key] = new end
  end
  if not next(sent) then return nil end
  logto.update_user_custom_data{ user_id = user.id, custom_data = sent }
  return { id = user.id, username = user.username, set = sent }
end

-- One after the other: two lines may be about the same user.
local rows, number, failed = json.array{}, 0, 0
for line in (fs.read(file):gsub("^\u{FEFF}", "") .. "\n"):gmatch("(.-)\r?\n") do
  number = number + 1
  if is_csv and not heads then
    heads = cells_of(line)
    heads[1] = "user"
  elseif line:find("%S") then
    local ok, result = pcall(tag, line)
    if ok then
      rows[#rows + 1] = result
    else
      -- Without a network or a sign-in, all other lines would fail, too.
      local is_answer = type(result) == "string" or result.status and result.status ~= 401
      if not is_answer then error(result, 0) end
      failed = failed + 1
      log.warn("line " .. number .. ": " .. (type(result) == "table" and result.message or result))
    end
  end
  progress(number)
end
if failed > 0 then error{ message = failed .. " lines failed, " .. #rows .. " users were tagged", result = rows } end
return rows
