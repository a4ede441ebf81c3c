-- Signs people out everywhere: ends their sessions, and takes back what applications may do in their name, so that
-- refresh tokens work no more. They are named by ID, username or e-mail address, or as org:NAME for all members of an
-- organization. Access tokens that are JWTs live until they expire; personal access tokens stay.
--
--   logto lua end-sessions.lua 'org:Harbour Books' emre --dry-run
--   logto lua end-sessions.lua 'org:Harbour Books' emre --yes

if #arg == 0 then error("name people, or organizations as org:NAME", 0) end

local users, by_id = {}, {}
local function add(user)
  if not by_id[user.id] then
    by_id[user.id] = user
    users[#users + 1] = user
  end
end
for _, word in ipairs(arg) do
  local name, found = word:match("^org:(.+)$"), 0
  if name then
    for organization in logto.each(logto.list_organizations, { q = name }) do
      if organization.name == name then
        found = found + 1
        for user in logto.each(logto.list_organization_users, { org_id = organization.id }) do add(user) end
      end
    end
  else
    local where = { id = word, username = word, primaryEmail = word }
    for user in logto.each(logto.list_users, { where = where, mode = "exact" }) do
      found = found + 1
      add(user)
    end
  end
  if found ~= 1 then error(found .. " are called " .. word .. ": nothing was done", 0) end
end

local work = {}
for index, user in ipairs(users) do
  work[index] = function()
    local sessions = logto.list_user_sessions{ user_id = user.id }.sessions
    for _, session in ipairs(sessions) do
      logto.delete_user_session{ user_id = user.id, session_id = session.payload.uid, revoke_grants_target = "all" }
    end
    -- Grants of sessions that have ended before are left over.
    local grants = logto.list_user_grants{ user_id = user.id }.grants
    for _, grant in ipairs(grants) do logto.delete_user_grant{ user_id = user.id, grant_id = grant.id } end
    return { id = user.id, username = user.username, sessions = #sessions, further_grants = #grants }
  end
end

local rows, failed = json.array{}, 0
for index, result in ipairs(logto.parallel(work)) do
  rows[#rows + 1] = result.value
  if not result.ok then
    -- Without an answer of the API, such as without --yes, it went wrong for all.
    if not result.error.status then error(result.error, 0) end
    failed = failed + 1
    log.warn(users[index].id .. ": " .. result.error.message)
  end
end
if failed > 0 then error{ message = failed .. " of " .. #users .. " could not be signed out", result = rows } end
return rows
