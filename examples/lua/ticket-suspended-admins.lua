-- Opens an issue for each suspended person who still has a role of administrators. It is for a server with the tools
-- list_issues{} and create_issue{title, body}, kept as `issues`; those of other trackers have other names. An issue that
-- is there already is not opened again.
--
--   logto lua ticket-suspended-admins.lua 'Support agent' --allow-mcp issues --dry-run
--   logto lua ticket-suspended-admins.lua 'Support agent' --allow-mcp issues

if #arg == 0 then error("name at least one role", 0) end
local wanted = {}
for _, name in ipairs(arg) do wanted[name] = true end

local known = {}
for _, issue in ipairs(app.mcp.issues.list_issues{}.issues) do known[issue.title] = true end

local opened = json.array{}
for role in logto.each(logto.list_roles) do
  if wanted[role.name] then
    for user in logto.each(logto.list_role_users, { id = role.id }) do
      local title = "Suspended, and still " .. role.name .. ": " .. user.id
      if user.isSuspended and not known[title] then
        app.mcp.issues.create_issue{
          title = title,
          body = "Take the role away with: logto roles remove-user " .. role.id .. " " .. user.id,
        }
        known[title] = true
        opened[#opened + 1] = { user = user.id, role = role.name }
      end
    end
  end
end
return opened
