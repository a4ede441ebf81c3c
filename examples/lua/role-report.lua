-- Who has which role in which organization: a row for each role of each member, and one for a member without any.
-- Names behind it tell which organizations; without them it is about all.
--
--   logto lua role-report.lua -o csv
--   logto lua role-report.lua 'Harbour Books' 'Maple Robotics'

local wanted = {}
for _, name in ipairs(arg) do wanted[name] = "not found" end

local organizations, work = {}, {}
for organization in logto.each(logto.list_organizations) do
  if #arg == 0 or wanted[organization.name] then
    wanted[organization.name] = "found"
    organizations[#organizations + 1] = organization
    work[#work + 1] = function()
      local members = {}
      for user in logto.each(logto.list_organization_users, { org_id = organization.id }) do
        members[#members + 1] = user
      end
      return members
    end
  end
end
for name, state in pairs(wanted) do
  if state ~= "found" then error("there is no organization " .. name, 0) end
end

local rows = json.array{}
for index, result in ipairs(logto.parallel(work)) do
  -- A report with a hole in it would mislead.
  if not result.ok then error(result.error, 0) end
  for _, user in ipairs(result.value) do
    local roles = #user.organizationRoles > 0 and user.organizationRoles or { { name = json.null } }
    for _, role in ipairs(roles) do
      rows[#rows + 1] = {
        organization = organizations[index].name, role = role.name, suspended = user.isSuspended,
        id = user.id, username = user.username, email = user.primaryEmail,
      }
    end
  end
end
return rows
