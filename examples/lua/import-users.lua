-- Brings people in from a file by rules of your own, where `logto users import` has none for them. Each line is a JSON
-- object with mail, name, team and left (a date, for those who are gone). Here the rules are: who has left stays out;
-- a team is an organization, and is made when it is missing; addresses of partners get the role that the second word
-- names. Who is there already is left alone. Several people are created at once; a line that fails is told, and the
-- others go on. Running it again completes what is missing.
--
--   logto lua import-users.lua people.jsonl --allow-read . --dry-run
--   logto lua import-users.lua people.jsonl --allow-read .
--   logto lua import-users.lua people.jsonl 'Support agent' --allow-read . -o csv

local file = arg[1] or error("name a file", 0)
local partner_role
if arg[2] then
  for role in logto.each(logto.list_roles) do
    if role.name == arg[2] then partner_role = role.id end
  end
  if not partner_role then error("there is no role " .. arg[2], 0) end
end

local teams = {}
for organization in logto.each(logto.list_organizations) do teams[organization.name] = organization.id end

-- Everything is read before anything is made.
local people, number = {}, 0
for line in (fs.read(file) .. "\n"):gmatch("(.-)\r?\n") do
  number = number + 1
  if line:find("%S") then
    local person = json.decode(line)
    if type(person.mail) ~= "string" then error("line " .. number .. " has no mail", 0) end
    local has_left = person.left ~= nil and person.left ~= json.null
    if not has_left then people[#people + 1] = { line = number, row = person } end
  end
end
for _, person in ipairs(people) do
  local team = person.row.team
  -- A dry run gets no ID for what it would make.
  if team and not teams[team] then teams[team] = logto.create_organization{ name = team }.id or "NEW" end
end

local function bring_in(row)
  local there = logto.list_users{ where = { primaryEmail = row.mail }, mode = "exact" }
  local user = there[1] or logto.create_user{ primary_email = row.mail, name = row.name }
  local id = user.id or "NEW"
  if row.team then logto.add_organization_users{ org_id = teams[row.team], user_ids = { id } } end
  if partner_role and row.mail:find("@partner%.") then logto.assign_user_roles{ user_id = id, role_ids = { partner_role } } end
  if there[1] then return nil end
  return { id = id, mail = row.mail, team = row.team }
end

local work = {}
for index, person in ipairs(people) do
  work[index] = function() return bring_in(person.row) end
end
local created, failed = json.array{}, 0
for index, result in ipairs(logto.parallel(work)) do
  if result.ok then
    created[#created + 1] = result.value
  else
    failed = failed + 1
    local why = result.error
    log.warn("line " .. people[index].line .. ": " .. (type(why) == "table" and why.message or tostring(why)))
  end
end
if failed > 0 then error{ message = failed .. " lines failed, " .. #created .. " people were created", result = created } end
return created
