-- Deletes users who have not signed in for a number of days and are older than that; `list` shows them first. Kept are
-- those named at the end (ID, username or e-mail address) and those whose custom data say {"keep": true}. Only signing
-- in counts, not the use of a session that goes on: choose more days than sessions last.
--
--   logto lua delete-stale-users.lua 300 list -o csv
--   logto lua delete-stale-users.lua 300 delete ana --dry-run
--   logto lua delete-stale-users.lua 300 delete --yes -- ana user.000002@example.com

local days, mode = tonumber(arg[1]), arg[2]
if not days or days < 1 or mode ~= "list" and mode ~= "delete" then
  error("say how many days and what to do: DAYS list|delete [USER TO KEEP]…", 0)
end
local protected = {}
for index = 3, #arg do protected[arg[index]] = "not found" end

local function is_protected(user)
  local is_named = false
  for _, name in ipairs{ user.id, user.username, user.primaryEmail } do
    if protected[name] then protected[name], is_named = "found", true end
  end
  return is_named or user.customData.keep == true
end

-- All are collected before the first is deleted: a list that shrinks while one walks over it skips rows.
local limit = time.now() - days * 24 * 3600 * 1000
local stale = json.array{}
for user in logto.each(logto.list_users) do
  local never = user.lastSignInAt == json.null
  if not is_protected(user) and (never and user.createdAt or user.lastSignInAt) < limit then
    stale[#stale + 1] = {
      id = user.id, username = user.username, primaryEmail = user.primaryEmail, created = time.iso(user.createdAt),
      last_sign_in = never and "never" or time.iso(user.lastSignInAt),
    }
  end
end
-- A slip in a name must not cost an account.
for name, state in pairs(protected) do
  if state ~= "found" then error("there is no user " .. name .. " to keep, so nobody is deleted", 0) end
end
if mode == "list" then return stale end

local work, done, failed = {}, json.array{}, 0
for index, user in ipairs(stale) do
  work[index] = function()
    logto.delete_user{ user_id = user.id }
    done[#done + 1] = user
    progress(#done, #stale)
  end
end
for index, result in ipairs(logto.parallel(work)) do
  if not result.ok then
    -- Without an answer of the API, such as without --yes, it went wrong for all.
    if not result.error.status then error(result.error, 0) end
    failed = failed + 1
    log.warn(stale[index].id .. ": " .. result.error.message)
  end
end
if failed > 0 then
  error{ message = failed .. " of " .. #stale .. " could not be deleted, " .. #done .. " are gone", result = done }
end
return done
