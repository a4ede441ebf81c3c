-- Gives applications, named by ID or name, a new secret, and prints it (masked on a terminal without --show-secrets).
-- The old ones go on working until `retire` deletes them: run that when the new secret is in use everywhere. The
-- application that the program itself signs in with needs `logto login` between the two steps.
--
--   logto lua rotate-app-secrets.lua rotate Shop -o jsonl
--   logto lua rotate-app-secrets.lua retire Shop --dry-run
--   logto lua rotate-app-secrets.lua retire Shop --yes

local step = arg[1]
if step ~= "rotate" and step ~= "retire" or #arg < 2 then error("say rotate or retire, and which applications", 0) end
local wanted = {}
for index = 2, #arg do wanted[arg[index]] = {} end

for app in logto.each(logto.list_applications, { types = { "Traditional", "MachineToMachine" } }) do
  for _, word in ipairs{ app.id, app.name } do
    if wanted[word] then table.insert(wanted[word], app) end
  end
end
for word, apps in pairs(wanted) do
  if #apps ~= 1 then error(#apps .. " applications with secrets are called " .. word, 0) end
end

-- The newest of the secrets that this script made.
local function rotated_of(secrets)
  local newest
  for _, secret in ipairs(secrets) do
    local is_newer = not newest or secret.createdAt > newest.createdAt
    if secret.name:find("^rotated %d%d%d%d%-") and is_newer then newest = secret end
  end
  return newest
end

local rows, name = json.array{}, "rotated " .. time.iso():sub(1, 10)
for index = 2, #arg do
  local app = wanted[arg[index]][1]
  local secrets = logto.list_application_secrets{ app_id = app.id }
  local fresh = rotated_of(secrets)
  if step == "rotate" then
    -- Twice on one day is once, so that a run that failed can be repeated.
    if not fresh or fresh.name ~= name then fresh = logto.create_application_secret{ app_id = app.id, name = name } end
    rows[#rows + 1] = { id = app.id, name = app.name, secret_name = name, secret = fresh.value }
  elseif not fresh then
    error(app.name .. " has no secret of this script: rotate first", 0)
  else
    for _, secret in ipairs(secrets) do
      if secret.name ~= fresh.name then
        logto.delete_application_secret{ app_id = app.id, name = secret.name }
        rows[#rows + 1] = { id = app.id, name = app.name, deleted = secret.name }
      end
    end
  end
end
return rows
