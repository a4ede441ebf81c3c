-- How calls reach the program: `logto`, its operations, lists row by row, and calls at the same time.
local host, _, own = ...
local type, pcall, select, pairs, ipairs, next = type, pcall, select, pairs, ipairs, next
local setmetatable, rawset, math_type = setmetatable, rawset, math.type
local running, isyieldable, yield = coroutine.running, coroutine.isyieldable, coroutine.yield
local create, resume, status = coroutine.create, coroutine.resume, coroutine.status
local json, raise, raise_failure = own.json, own.raise, own.raise_failure
local null = json.null

-- A call that is made in a task of `parallel` lets the others go on; everywhere else it blocks, so that it can be made
-- anywhere: inside table.sort, string.gsub and coroutines of the script's own.
local tasks = setmetatable({}, { __mode = "k" })
local waits = {}

local function ask(name, argument)
  local written, problem = json.encode(argument)
  if not written then raise(name .. ": cannot hand over " .. problem) end
  local id = host.submit(name, written)
  if tasks[running()] and isyieldable() then yield(waits, id) end
  local ok, value, more = host.await(id)
  if not ok then raise_failure(value) end
  return value, more
end
own.ask = ask

local function plain(value)
  if value == null then return nil end
  return value
end
own.plain = plain

-- Operations by name.
local operations = setmetatable({}, { __mode = "k" })

local function operation_of(profile, name)
  local found = ask("api.resolve", { profile = profile, name = name })
  if found.profile then return nil, found.profile end
  local function call(parameters, ...)
    if parameters ~= nil and type(parameters) ~= "table" or select("#", ...) > 0 then
      raise(name .. " takes one table, such as " .. name .. "{…}")
    end
    return ask("api.call", { profile = profile, operation = found.operation, parameters = parameters or json.object() })
  end
  operations[call] = { profile = profile, operation = found.operation, name = name }
  return call
end

-- Left early, a walk is forgotten: `for` closes its last value.
local walking = { __close = function(walk) if walk.id then ask("api.leave", walk.id) end end }

local function each(operation, parameters)
  local known = operations[operation]
  if not known then raise("each takes an operation and a table, such as each(logto.list_users, {})") end
  if parameters ~= nil and type(parameters) ~= "table" then raise("each: the parameters of " .. known.name .. " are a table") end
  local walk = setmetatable({}, walking)
  walk.id = ask("api.walk", { profile = known.profile, operation = known.operation, parameters = parameters or json.object() })
  local rows, places, index = nil, {}, 0
  return function()
    while index >= #places do
      if not walk.id then return nil end
      local document, more = ask("api.page", walk.id)
      if more == nil then walk.id = nil return nil end
      rows, places, index = more.rows == nil and document or document[more.rows], more.places, 0
    end
    index = index + 1
    return rows[places[index]]
  end, nil, nil, walk
end

local arrived = {}

local function next_of(waiting)
  for id in pairs(arrived) do
    if waiting[id] then arrived[id] = nil return id end
  end
  while true do
    local id = host.any()
    if waiting[id] then return id end
    arrived[id] = true
  end
end

local function parallel(functions, settings)
  if type(functions) ~= "table" then raise("parallel takes a list of functions") end
  local limit = settings and settings.concurrency or 8
  if math_type(limit) ~= "integer" or limit < 1 or limit > 100 then raise("parallel: concurrency is a whole number from 1 to 100") end
  for index = 1, #functions do
    if type(functions[index]) ~= "function" then raise("parallel: entry " .. index .. " is no function") end
  end
  local results, waiting, active, started = json.array(), {}, 0, 0
  local function step(task)
    local ok, value, id = resume(task.thread)
    if ok and status(task.thread) == "suspended" then
      if value == waits then waiting[id] = task return end
      ok, value = false, "a function of parallel cannot yield"
    end
    active = active - 1
    tasks[task.thread] = nil
    results[task.index] = ok and { ok = true, value = value } or { ok = false, error = value }
  end
  while started < #functions or active > 0 do
    while active < limit and started < #functions do
      started, active = started + 1, active + 1
      local task = { thread = create(functions[started]), index = started }
      tasks[task.thread] = true
      if own.watched then own.watched(task.thread) end
      step(task)
    end
    if next(waiting) then
      local id = next_of(waiting)
      local task = waiting[id]
      waiting[id] = nil
      step(task)
    end
  end
  return results
end

-- `logto`, and one like it for each other profile.
local connection

local function connect(profile)
  local profiles = {}
  local own = {
    each = each,
    parallel = parallel,
    profile = function(name)
      if type(name) ~= "string" then raise("profile takes a profile's name") end
      if not profiles[name] then
        ask("api.profile", name)
        profiles[name] = connect(name)
      end
      return profiles[name]
    end,
  }
  return setmetatable(own, {
    __index = function(self, name)
      if type(name) ~= "string" then return nil end
      if name == "default" then return connection end
      local call, other = operation_of(profile, name)
      local found = call or self.profile(other)
      rawset(self, name, found)
      return found
    end,
  })
end

connection = connect(nil)
logto = connection
app = { integrations = { logto = connection } }
