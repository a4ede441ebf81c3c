-- Copies the roles of this profile to another one, with their permissions (scopes of API resources). Roles that are
-- there are left alone, and scopes that the target lacks are left out with a warning. With the word `complete`, API
-- resources and scopes that are missing are created, and roles that are there get the scopes they lack.
--
--   logto lua copy-roles.lua production --profile staging --allow-profile production
--   logto lua copy-roles.lua production complete --profile staging --allow-profile production --dry-run
--   logto lua copy-roles.lua production complete --profile staging --allow-profile production

local target = logto.profile(arg[1] or error("name the profile to copy to", 0))
local complete = arg[2] == "complete"
if arg[2] and not complete then error("what is " .. arg[2] .. "? there is only complete", 0) end

-- IDs differ between tenants: scopes are told by the indicator of their API and their name. The indicator of the
-- Management API holds the name of the tenant.
local management = "^https://[%w-]+%.logto%.app/api$"
local function apis_of(tenant)
  local resources, by_key, by_id = {}, {}, {}
  for resource in tenant.each(tenant.list_resources) do
    local indicator = resource.indicator:gsub(management, "Management API")
    resources[indicator] = resource
    for scope in tenant.each(tenant.list_resource_scopes, { resource_id = resource.id }) do
      local key = indicator .. " " .. scope.name
      by_key[key], by_id[scope.id] = scope.id, { key = key, indicator = indicator }
    end
  end
  return resources, by_key, by_id
end
local own_resources, _, known = apis_of(logto)
local resources, id_by_key = apis_of(target)

-- The scope's ID in the target; a dry run gets none for what it would make.
local function target_id(scope)
  local key, indicator = known[scope.id].key, known[scope.id].indicator
  if not id_by_key[key] and complete and indicator ~= "Management API" then
    local own = own_resources[indicator]
    resources[indicator] = resources[indicator]
      or target.create_resource{ name = own.name, indicator = indicator, access_token_ttl = own.accessTokenTtl }
    local resource_id = resources[indicator].id or "NEW"
    local description = scope.description ~= json.null and scope.description or nil
    local made = target.create_resource_scope{ resource_id = resource_id, name = scope.name, description = description }
    id_by_key[key] = made.id or "NEW"
  end
  return id_by_key[key], key
end

local there = {}
for role in target.each(target.list_roles) do there[role.name] = role end

local rows = json.array{}
for role in logto.each(logto.list_roles) do
  local twin, held, scope_ids = there[role.name], {}, json.array{}
  if twin and twin.type ~= role.type then
    log.warn(role.name .. ": the target has a role of this name for " .. twin.type)
  elseif not twin or complete then
    if twin then
      for scope in target.each(target.list_role_scopes, { role_id = twin.id }) do held[scope.id] = true end
    end
    for scope in logto.each(logto.list_role_scopes, { role_id = role.id }) do
      local id, key = target_id(scope)
      if not id then log.warn(role.name .. ": the target has no scope " .. key)
      elseif not held[id] then scope_ids[#scope_ids + 1] = id end
    end
    if not twin then
      target.create_role{
        name = role.name, description = role.description, type = role.type, is_default = role.isDefault,
        scope_ids = scope_ids,
      }
    elseif #scope_ids > 0 then
      target.create_role_scope{ role_id = twin.id, scope_ids = scope_ids }
    end
    if not twin or #scope_ids > 0 then
      rows[#rows + 1] = { role = role.name, result = twin and "completed" or "created", scopes_added = #scope_ids }
    end
  end
end
return rows
