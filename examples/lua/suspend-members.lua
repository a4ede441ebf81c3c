-- Suspends every member of the organizations that are named, and tells who they are. Nobody is suspended twice, so that
-- it can be run again after a failure; `logto users unsuspend` takes it back.
--
--   logto lua suspend-members.lua 'Harbour Books' --dry-run
--   logto lua suspend-members.lua 'Harbour Books' -o csv

if #arg == 0 then error("name at least one organization", 0) end
local wanted = {}
for _, name in ipairs(arg) do wanted[name] = true end

-- Who is in two of them is suspended once.
local members, found = {}, {}
for organization in logto.each(logto.list_organizations) do
  if wanted[organization.name] then
    found[organization.name] = true
    for user in logto.each(logto.list_organization_users, { org_id = organization.id }) do members[user.id] = user end
  end
end
for _, name in ipairs(arg) do
  if not found[name] then error("there is no organization " .. name, 0) end
end

local rows = json.array{}
for id, user in pairs(members) do
  if not user.isSuspended then
    rows[#rows + 1] = { id = id, username = user.username, primaryEmail = user.primaryEmail, name = user.name }
  end
end
table.sort(rows, function(one, other) return one.id < other.id end)

local work, done, failed = {}, json.array{}, 0
for index, user in ipairs(rows) do
  work[index] = function() return logto.update_user_is_suspended{ user_id = user.id, is_suspended = true } end
end
for index, result in ipairs(logto.parallel(work)) do
  if result.ok then
    done[#done + 1] = rows[index]
  else
    failed = failed + 1
    log.warn(rows[index].id .. ": " .. result.error.message)
  end
end
if failed > 0 then error{ message = failed .. " of " .. #rows .. " could not be suspended", result = done } end
return done
