-- Suspends every member of the organizations that are named, and writes who was suspended into a file.
--
--   logto lua suspend-members.lua 'Harbour Books' --allow-write .
--   logto lua suspend-members.lua 'Harbour Books' --allow-write . --dry-run   (says what it would do)

local list = "suspended.txt"
if #arg == 0 then error("name at least one organization", 0) end

local wanted = {}
for _, name in ipairs(arg) do wanted[name] = true end

-- Who is in two of them is suspended once.
local members = {}
for organization in logto.each(logto.list_organizations) do
  if wanted[organization.name] then
    wanted[organization.name] = nil
    for user in logto.each(logto.list_organization_users, { org_id = organization.id }) do
      members[user.id] = user
    end
  end
end
for name in pairs(wanted) do log.warn("there is no organization " .. name) end

local work, users = {}, {}
for _, user in pairs(members) do
  if not user.isSuspended then
    users[#users + 1] = user
    work[#work + 1] = function() return logto.update_user_is_suspended{ user_id = user.id, is_suspended = true } end
  end
end

local lines, failed = {}, 0
for index, result in ipairs(logto.parallel(work, { concurrency = 8 })) do
  if result.ok then
    lines[#lines + 1] = users[index].id
  else
    failed = failed + 1
    log.warn(users[index].id .. ": " .. tostring(result.error))
  end
end
table.sort(lines)
fs.write(list, table.concat(lines, "\n") .. "\n")
print(#lines .. " suspended, see " .. list)
if failed > 0 then error(failed .. " could not be suspended", 0) end
