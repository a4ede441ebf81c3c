-- Copies the roles of this profile to another one, with the scopes that exist in both. Roles that are there stay.
--
--   logto lua copy-roles.lua production --profile staging --allow-profile production

local target = logto.profile(arg[1] or error("name the profile to copy to", 0))

-- Ids differ between tenants: scopes are told by the indicator of their API resource and their name.
local function scopes_of(tenant)
  local by_key, by_id = {}, {}
  for resource in tenant.each(tenant.list_resources) do
    for scope in tenant.each(tenant.list_resource_scopes, { resource_id = resource.id }) do
      local key = resource.indicator .. " " .. scope.name
      by_key[key], by_id[scope.id] = scope.id, key
    end
  end
  return by_key, by_id
end

local _, key_by_id = scopes_of(logto)
local id_by_key = scopes_of(target)

local there = {}
for role in target.each(target.list_roles) do there[role.name] = true end

local copied = json.array{}
for role in logto.each(logto.list_roles) do
  if not there[role.name] then
    local scope_ids = json.array{}
    for scope in logto.each(logto.list_role_scopes, { role_id = role.id }) do
      local key = key_by_id[scope.id]
      if id_by_key[key] then
        scope_ids[#scope_ids + 1] = id_by_key[key]
      else
        log.warn(role.name .. ": the target has no scope " .. key)
      end
    end
    target.create_role{ name = role.name, description = role.description, type = role.type, scope_ids = scope_ids }
    copied[#copied + 1] = { role = role.name, scopes = #scope_ids }
  end
end
return copied
