-- Writes a report of the members of each organization to a file server: an MCP server with the tool write_file, such as
-- @modelcontextprotocol/server-filesystem, kept with `logto mcp servers add files -- …`.
--
--   logto lua copy-report.lua reports/members.csv --allow-mcp files --dry-run
--   logto lua copy-report.lua reports/members.csv --allow-mcp files

local path = arg[1] or error("name the file to write", 0)

local function cell(value)
  local text = value == json.null and "" or tostring(value)
  -- A spreadsheet would run what begins like a formula.
  if regex.match(text, "^[=+@-]") then text = "'" .. text end
  return '"' .. text:gsub('"', '""') .. '"'
end

local lines = { "organization,user,email" }
for organization in logto.each(logto.list_organizations) do
  for user in logto.each(logto.list_organization_users, { org_id = organization.id }) do
    lines[#lines + 1] = table.concat({ cell(organization.name), cell(user.name), cell(user.primaryEmail) }, ",")
  end
end

mcp.call("files", "write_file", { path = path, content = table.concat(lines, "\n") .. "\n" })
return { file = path, rows = #lines - 1 }
