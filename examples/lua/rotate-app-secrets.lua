-- Gives each application that has secrets a new one, named for today, and writes the new ones into a file. With the
-- word `retire` the older ones are deleted, so that applications must have been given their new secrets before.
--
--   logto lua rotate-app-secrets.lua --allow-write .
--   logto lua rotate-app-secrets.lua retire --yes

local today = time.iso():sub(1, 10)
local name = "rotated " .. today
local file = "new-secrets-" .. today .. ".jsonl"

-- The application that this very script signs in with is left out: name it with `--allow-env LOGTO_CLIENT_ID`.
local known, own = pcall(env.get, "LOGTO_CLIENT_ID")

for _, app in ipairs(logto.list_applications{ types = { "Traditional", "MachineToMachine" } }) do
  local secrets = logto.list_application_secrets{ app_id = app.id }
  local is_rotated = false
  for _, secret in ipairs(secrets) do is_rotated = is_rotated or secret.name == name end
  if known and app.id == own then
    log.info("left out: " .. app.name)
  elseif arg[1] == "retire" then
    for _, secret in ipairs(is_rotated and secrets or {}) do
      if secret.name ~= name then
        logto.delete_application_secret{ app_id = app.id, name = secret.name }
        print("deleted", app.name, secret.name)
      end
    end
  elseif not is_rotated then
    local secret = logto.create_application_secret{ app_id = app.id, name = name }
    if not secret.dry_run then
      fs.append(file, json.encode({ id = app.id, name = app.name, secret = secret.value }) .. "\n")
    end
    print("rotated", app.name)
  end
end
