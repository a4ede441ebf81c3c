-- Sets up an API: its resource indicator, the scopes, and roles that hold them, each as ROLE=SCOPE,SCOPE. Roles for
-- machines are written machine:ROLE=SCOPE. Running it again adds what is missing, and takes nothing away.
--
--   logto lua set-up-api.lua https://invoices.example.com Invoices Clerk=read,write machine:Importer=write --dry-run
--   logto lua set-up-api.lua https://invoices.example.com Invoices Clerk=read,write machine:Importer=write
--   logto lua set-up-api.lua https://invoices.example.com Invoices Clerk=read,write,list Auditor=list -o csv

local indicator, title = arg[1], arg[2]
if not title or not indicator:find("^%a[%w+.-]*:") then error("say INDICATOR NAME ROLE=SCOPE,SCOPE…", 0) end

local wanted = {}
for index = 3, #arg do
  local name, list = arg[index]:match("^([^=]+)=(%S+)$")
  if not name then error(arg[index] .. " is not ROLE=SCOPE,SCOPE", 0) end
  local machine = name:match("^machine:(.+)$")
  local role = { name = machine or name, type = machine and "MachineToMachine" or "User", scopes = {} }
  for scope in list:gmatch("[^,]+") do table.insert(role.scopes, scope) end
  wanted[#wanted + 1] = role
end

local there = {}
for role in logto.each(logto.list_roles) do there[role.name] = role end
for _, role in ipairs(wanted) do
  local twin = there[role.name]
  if twin and twin.type ~= role.type then error("the role " .. role.name .. " is there, for " .. twin.type, 0) end
end

local rows = json.array{}
local function made(what, name)
  rows[#rows + 1] = { what = what, name = name }
end

local resource, id_of = nil, {}
for one in logto.each(logto.list_resources) do
  if one.indicator == indicator then resource = one end
end
if resource then
  for scope in logto.each(logto.list_resource_scopes, { resource_id = resource.id }) do id_of[scope.name] = scope.id end
else
  resource = logto.create_resource{ name = title, indicator = indicator }
  made("API resource", indicator)
end

for _, role in ipairs(wanted) do
  local twin, held, missing = there[role.name], {}, json.array{}
  if twin then
    for scope in logto.each(logto.list_role_scopes, { role_id = twin.id }) do held[scope.id] = true end
  end
  for _, name in ipairs(role.scopes) do
    if not id_of[name] then
      -- A dry run gets no IDs.
      id_of[name] = logto.create_resource_scope{ resource_id = resource.id or "NEW", name = name }.id or "NEW"
      made("scope", name)
    end
    if not held[id_of[name]] then missing[#missing + 1] = id_of[name] end
  end
  if not twin then
    local description = "For the API " .. title
    logto.create_role{ name = role.name, type = role.type, description = description, scope_ids = missing }
    made("role", role.name)
  elseif #missing > 0 then
    logto.create_role_scope{ role_id = twin.id, scope_ids = missing }
    made("scopes of a role", role.name)
  end
end
return rows
