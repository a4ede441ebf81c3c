-- The world of a script: what it may call, how its calls reach the program, and how it ends.
local host, options, json = ...
local type, error, pcall, xpcall, tostring, tonumber, select = type, error, pcall, xpcall, tostring, tonumber, select
local pairs, ipairs, next, setmetatable, getmetatable, rawset = pairs, ipairs, next, setmetatable, getmetatable, rawset
local load, unpack, pack, concat, move = load, table.unpack, table.pack, table.concat, table.move
local find, format, gsub, match, sub = string.find, string.format, string.gsub, string.match, string.sub
local running, isyieldable, yield = coroutine.running, coroutine.isyieldable, coroutine.yield
local create, resume, status = coroutine.create, coroutine.resume, coroutine.status
local date, getinfo, traceback, set_any_metatable = os.date, debug.getinfo, debug.traceback, debug.setmetatable
local math_type = math.type
local null = json.null

-- Nothing of these is left to scripts: files, processes, native modules, bytecode, other functions' insides.
debug, dofile, loadfile, os, warn = nil, nil, nil, nil, nil
string.dump = nil
getmetatable("").__metatable = "string"
set_any_metatable(null, { __name = "null", __tostring = function() return "null" end, __metatable = "null" })

-- Where the script is, as `file:line: `; the prelude's own functions are passed over.
local function place()
  for level = 3, 60 do
    local info = getinfo(level, "Sl")
    if not info then return "" end
    if info.what ~= "C" and info.source ~= "=logto" then return info.short_src .. ":" .. info.currentline .. ": " end
  end
  return ""
end

local function raise(message)
  error(place() .. message, 0)
end

-- Errors of the program: the fields of `{"error":…}`, and where in the script it happened.
local failure = { __name = "error" }
failure.__index = failure
function failure.__tostring(self) return (self.where or "") .. tostring(self.message) end

local function raise_failure(facts)
  for name, value in pairs(facts) do
    if value == null then facts[name] = nil end
  end
  facts.where = place()
  error(setmetatable(facts, failure), 0)
end

-- Calls. One that is made in a task of `parallel` lets the others go on; everywhere else it blocks, so that it can be
-- made anywhere: inside table.sort, string.gsub and coroutines of the script's own.
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

local function plain(value)
  if value == null then return nil end
  return value
end

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

local function each(operation, parameters)
  local known = operations[operation]
  if not known then raise("each takes an operation and a table, such as each(logto.list_users, {})") end
  if parameters ~= nil and type(parameters) ~= "table" then raise("each: the parameters of " .. known.name .. " are a table") end
  local walk = ask("api.walk", { profile = known.profile, operation = known.operation, parameters = parameters or json.object() })
  local rows, count, index = nil, 0, 0
  return function()
    while index >= count do
      if not walk then return nil end
      local document, more = ask("api.page", walk)
      if more == nil then walk = nil return nil end
      rows, count, index = more.rows == nil and document or document[more.rows], more.count, 0
    end
    index = index + 1
    return rows[index]
  end
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

-- Functions that the program answers, by their dotted names: `fs.read`, `sleep`, and what others add.
for _, name in ipairs(options.helpers) do
  local group, short = match(name, "^(%w+)%.(%w+)$")
  local function helper(...)
    local arguments = pack(...)
    local given = json.array()
    for index = 1, arguments.n do given[index] = arguments[index] == nil and null or arguments[index] end
    return plain((ask(name, given)))
  end
  if group then
    _G[group] = _G[group] or {}
    _G[group][short] = helper
  else
    _G[name] = helper
  end
end

time = { now = host.now }
function time.iso(milliseconds)
  local at = milliseconds == nil and host.now() or milliseconds
  local seconds = type(at) == "number" and at // 1000 | 0
  if not seconds then raise("time.iso takes milliseconds since 1970, such as a user's createdAt") end
  return date("!%Y-%m-%dT%H:%M:%S", seconds) .. format(".%03dZ", at % 1000 // 1 | 0)
end

-- Output.
local function joined(...)
  local texts = pack(...)
  for index = 1, texts.n do texts[index] = tostring(texts[index]) end
  return concat(texts, "\t", 1, texts.n)
end

function print(...)
  host.print(joined(...) .. "\n")
end

for level, write in pairs(log) do
  log[level] = function(...) write(joined(...)) end
end

function dump(...)
  local values = pack(...)
  for index = 1, values.n do
    local value = values[index]
    values[index] = type(value) == "table" and getmetatable(value) ~= failure and json.show(value) or tostring(value)
  end
  host.print(concat(values, "\t", 1, values.n) .. "\n")
end

local last_progress = -math.huge
local show_progress = progress
function progress(done, of)
  local now = host.now()
  if type(done) == "number" and now - last_progress < 100 and done ~= of then return end
  last_progress = now
  show_progress(done, of)
end

-- JSON.
local public_json = { null = null, array = json.array, object = json.object }
_G.json = public_json
function public_json.encode(value, settings)
  local written, problem = json.encode(value, settings and settings.pretty)
  if not written then raise("json.encode: cannot write " .. problem) end
  return written
end
function public_json.decode(written)
  if type(written) ~= "string" then raise("json.decode takes a string") end
  local ok, value = host.decode(written)
  if not ok then raise("json.decode: " .. value) end
  return value
end

-- Regular expressions (RE2): the host finds, and gives for each match what stands before it and its groups.
local function scan(name, written, pattern, most)
  if type(written) ~= "string" or type(pattern) ~= "string" then raise("regex." .. name .. " takes a text and a pattern") end
  local argument, problem = json.encode({ text = written, pattern = pattern, most = most })
  if not argument then raise("regex." .. name .. ": cannot search " .. problem) end
  local ok, found = host.regex(argument)
  if not ok then raise("regex." .. name .. ": " .. found) end
  for _, one in ipairs(found.matches) do
    one.found = { text = one.groups[1], groups = json.array(move(one.groups, 2, #one.groups, 1, {})), names = json.object() }
    for group, index in pairs(found.names) do one.found.names[group] = one.groups[index + 1] end
  end
  return found
end

regex = {}
function regex.match(written, pattern)
  local first = scan("match", written, pattern, 1).matches[1]
  return first and first.found
end
function regex.match_all(written, pattern)
  local all = json.array()
  for index, one in ipairs(scan("match_all", written, pattern).matches) do all[index] = one.found end
  return all
end
-- Fills `$1`, `${name}` and `$$` in; any other `$` stands for itself. `$0` is the whole match.
local function expand(replacement, found)
  local function group(name)
    if name == 0 then return found.text end
    return plain((type(name) == "number" and found.groups or found.names)[name]) or ""
  end
  local out, at = {}, 1
  while true do
    local dollar = find(replacement, "$", at, true)
    if not dollar then break end
    out[#out + 1] = sub(replacement, at, dollar - 1)
    local digits = match(replacement, "^%d+", dollar + 1)
    local name = match(replacement, "^{([%w_]+)}", dollar + 1)
    if digits then
      out[#out + 1] = group(tonumber(digits))
      at = dollar + 1 + #digits
    elseif name then
      out[#out + 1] = group(tonumber(name) or name)
      at = dollar + 3 + #name
    else
      out[#out + 1] = "$"
      at = dollar + (sub(replacement, dollar + 1, dollar + 1) == "$" and 2 or 1)
    end
  end
  out[#out + 1] = sub(replacement, at)
  return concat(out)
end

function regex.gsub(written, pattern, replacement)
  local kind = type(replacement)
  if kind ~= "string" and kind ~= "function" then raise("regex.gsub replaces by a string or a function") end
  local found = scan("gsub", written, pattern)
  local out = {}
  for _, one in ipairs(found.matches) do
    local by
    if kind == "string" then by = expand(replacement, one.found) else by = replacement(one.found) end
    out[#out + 1] = one.before
    out[#out + 1] = by == nil and one.found.text or tostring(by)
  end
  out[#out + 1] = found.rest
  return concat(out), #found.matches
end

-- Code from text alone: bytecode could break out of the machine.
function _G.load(chunk, name, _, ...)
  if select("#", ...) > 0 then return load(chunk, name, "t", (...)) end
  return load(chunk, name, "t")
end

-- How a script ends.
local function error_facts(value)
  if type(value) ~= "table" then return { message = tostring(value) } end
  if getmetatable(value) ~= failure then
    local named = getmetatable(value) and getmetatable(value).__tostring and tostring(value)
    return { message = named or type(value.message) == "string" and value.message or json.encode(value) or "error: a table" }
  end
  local facts = {}
  for _, name in ipairs({ "code", "message", "status", "details", "request_id", "hint", "exit_code", "where" }) do
    if json.encode(value[name]) then facts[name] = value[name] end
  end
  return facts
end

local function handler(value)
  return { facts = error_facts(value), trace = traceback("", 2) }
end

local function finish(outcome)
  return json.encode(outcome)
end

local function run()
  local chunk, problem = load(options.source, options.name, "t")
  if not chunk then return finish({ syntax = problem }) end
  local ok, value = xpcall(chunk, handler, unpack(options.arguments))
  if not ok then
    -- Without memory there is no handler: the value is the message alone.
    if type(value) ~= "table" then return finish({ error = error_facts(value) }) end
    return finish({ error = value.facts, trace = value.trace })
  end
  if value == nil then return finish({ ok = true }) end
  local written, unfit = json.encode(value)
  if not written then return finish({ error = { message = "the script returned " .. unfit .. ", which cannot be printed" } }) end
  return finish({ ok = true, result = value })
end

-- Line by line, for a person: an expression's values are shown, a chunk that is not complete asks for its rest.
local function repl()
  while true do
    local line = plain(ask("repl.read", "> "))
    if line == nil then return finish({ ok = true }) end
    local chunk, problem = load("return " .. line, "=stdin", "t")
    if not chunk then
      chunk, problem = load(line, "=stdin", "t")
      while not chunk and find(problem, "<eof>$") do
        local more = plain(ask("repl.read", ">> "))
        if more == nil then break end
        line = line .. "\n" .. more
        chunk, problem = load(line, "=stdin", "t")
      end
    end
    if chunk then
      local results = pack(xpcall(chunk, handler))
      if not results[1] then ask("repl.failed", type(results[2]) == "table" and results[2].facts or error_facts(results[2]))
      elseif results.n > 1 then dump(unpack(results, 2, results.n)) end
    else
      ask("repl.failed", { message = problem })
    end
  end
end

arg = { [0] = options.file }
for index, value in ipairs(options.arguments) do arg[index] = value end

return options.repl and repl or run
