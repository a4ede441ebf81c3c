-- What an administrator should know about a tenant, as rows of check, status and detail: users, sign-in, connectors,
-- hooks, domains, and secrets of applications that have expired or soon will (within 30 days, or the days that are
-- named). It reads only. With the word `strict` it ends with an error where there is a warning, for a scheduled job.
--
--   logto lua health-report.lua
--   logto lua health-report.lua 90 -o json
--   logto lua health-report.lua 90 strict -o csv

local days = tonumber(arg[1] or 30) or error("name a number of days", 0)
local rows, warnings = json.array{}, {}
local function say(check, detail, is_fine)
  rows[#rows + 1] = { check = check, status = is_fine and "ok" or "warning", detail = detail }
  if not is_fine then warnings[#warnings + 1] = check .. ": " .. detail end
end

local new, active = logto.get_new_user_counts(), logto.get_active_user_counts()
say("users", logto.get_total_user_count().totalUserCount .. " in all, " .. new.last7Days.count
  .. " new in 7 days, " .. active.mau.count .. " active in 30 days", true)

local has = {}
for _, connector in ipairs(logto.list_connectors()) do
  has[connector.type], has[connector.target] = true, true
  say("connector", connector.target .. " (" .. connector.type .. ")", true)
end

-- Codes go out by connectors: without one, nobody can sign in that way.
local experience, needs = logto.get_sign_in_exp(), {}
for _, method in ipairs(experience.signIn.methods) do
  if method.verificationCode then needs[method.identifier == "phone" and "Sms" or "Email"] = true end
end
if experience.signUp.verify then
  for _, identifier in ipairs(experience.signUp.identifiers) do
    if identifier ~= "username" then needs[identifier == "phone" and "Sms" or "Email"] = true end
  end
end
for kind in pairs(needs) do
  local way = has[kind] and "codes go by" or "codes go nowhere without"
  say("sign-in", way .. " a connector of type " .. kind, has[kind])
end
for _, target in ipairs(experience.socialSignInConnectorTargets) do
  say("sign-in", "by " .. target .. (has[target] and "" or ", which has no connector"), has[target])
end
say("sign-in", "mode " .. experience.signInMode .. ", MFA " .. experience.mfa.policy, true)

for hook in logto.each(logto.list_hooks, { include_execution_stats = true }) do
  local calls = hook.executionStats or { requestCount = 0, successCount = 0 }
  local lost = calls.requestCount - calls.successCount
  local state = hook.enabled and lost .. " of " .. calls.requestCount .. " calls failed in 24 hours" or "is disabled"
  say("hook", hook.name .. ": " .. state, hook.enabled and lost == 0)
end

for _, domain in ipairs(logto.list_domains()) do
  local problem = domain.errorMessage ~= json.null and ", " .. domain.errorMessage or ""
  say("domain", domain.domain .. ": " .. domain.status .. problem, domain.status == "Active")
end

local soon = time.now() + days * 24 * 3600 * 1000
for app in logto.each(logto.list_applications, { types = { "Traditional", "MachineToMachine", "Protected" } }) do
  for _, secret in ipairs(logto.list_application_secrets{ app_id = app.id }) do
    if secret.expiresAt ~= json.null and secret.expiresAt < soon then
      local verb = secret.expiresAt < time.now() and " expired on " or " expires on "
      say("secret", app.name .. ": " .. secret.name .. verb .. time.iso(secret.expiresAt):sub(1, 10), false)
    end
  end
end

if arg[2] == "strict" and #warnings > 0 then error(#warnings .. " warnings: " .. table.concat(warnings, "; "), 0) end
return rows
