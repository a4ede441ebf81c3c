-- Sets up a customer: an organization, and people with roles in it, each as ADDRESS=ROLE. Who has an account becomes a
-- member, anybody else is invited for two weeks, by mail where a link to join by is given. Running it again completes
-- what is missing; nothing is taken away.
--
--   logto lua onboard-customer.lua 'Acme Ltd' ana.duarte@example.com=admin new@acme.example=member --dry-run
--   logto lua onboard-customer.lua 'Acme Ltd' ana.duarte@example.com=admin new@acme.example=member
--   logto lua onboard-customer.lua 'Acme Ltd' next@acme.example=member https://app.example.com/join

local name = arg[1] or error("name the organization", 0)
local roles = {}
for role in logto.each(logto.list_organization_roles) do roles[role.name] = role.id end

-- Everything is looked at before anything is made.
local people, mail = {}, false
for index = 2, #arg do
  local word = arg[index]
  local address, role = word:match("^([^=]+@[^=]+)=(.+)$")
  if word:find("^https://") then mail = { link = word }
  elseif not address then error(word .. " is neither ADDRESS=ROLE nor an https:// link", 0)
  elseif not roles[role] then error("there is no organization role " .. role, 0)
  else people[#people + 1] = { address = address, role = role } end
end

local organization
for one in logto.each(logto.list_organizations, { q = name }) do
  if one.name == name and organization then error("several organizations are called " .. name, 0) end
  if one.name == name then organization = one.id end
end
local held, pending = {}, {}
if organization then
  for user in logto.each(logto.list_organization_users, { org_id = organization }) do
    held[user.id] = {}
    for _, role in ipairs(user.organizationRoles) do held[user.id][role.id] = true end
  end
  for _, invitation in ipairs(logto.list_organization_invitations{ organization_id = organization }) do
    if invitation.status == "Pending" then pending[invitation.invitee:lower()] = true end
  end
else
  organization = logto.create_organization{ name = name }.id or "NEW" -- a dry run gets no ID
end

local rows = json.array{}
for _, person in ipairs(people) do
  local role, result = roles[person.role], "there already"
  local user = logto.list_users{ where = { primaryEmail = person.address }, mode = "exact" }[1]
  if user and not (held[user.id] and held[user.id][role]) then
    local id = user.id
    if not held[id] then logto.add_organization_users{ org_id = organization, user_ids = { id } } end
    logto.assign_organization_roles_to_user{ org_id = organization, user_id = id, organization_role_ids = { role } }
    held[id], result = held[id] or {}, "member"
    held[id][role] = true
  elseif not user and not pending[person.address:lower()] then
    logto.create_organization_invitation{
      organization_id = organization, invitee = person.address, organization_role_ids = { role },
      expires_at = time.now() + 14 * 24 * 3600 * 1000, message_payload = mail,
    }
    pending[person.address:lower()], result = true, "invited"
  end
  rows[#rows + 1] = { organization = organization, person = person.address, role = person.role, result = result }
end
return rows
