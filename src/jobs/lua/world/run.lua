-- What is left of Lua's own library, and how a script is run and ends.
local host, options, own = ...
local type, pcall, xpcall, select, ipairs, next, error = type, pcall, xpcall, select, ipairs, next, error
local sethook, create, close, resume, running = debug.sethook, coroutine.create, coroutine.close, coroutine.resume, coroutine.running
local load, unpack, find, match, traceback = load, table.unpack, string.find, string.match, debug.traceback
local json, ask, plain, error_facts, dump = own.json, own.ask, own.plain, own.error_facts, dump

debug.setmetatable(json.null, { __name = "null", __tostring = function() return "null" end, __metatable = "null" })
-- Nothing of these is left to scripts: files, processes, native modules, bytecode, other functions' insides.
debug, dofile, loadfile, os, warn = nil, nil, nil, nil, nil
string.dump = nil
getmetatable("").__metatable = "string"

-- Code from text alone: bytecode could break out of the machine.
function _G.load(chunk, name, _, ...)
  if select("#", ...) > 0 then return load(chunk, name, "t", (...)) end
  return load(chunk, name, "t")
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
    local result = value.facts.result
    value.facts.result = nil
    return finish({ error = value.facts, trace = value.trace, result = result })
  end
  if value == nil then return finish({ ok = true }) end
  local written, unfit = json.encode(value)
  if not written then return finish({ error = { message = "the script returned " .. unfit .. ", which cannot be printed" } }) end
  return finish({ ok = true, result = value })
end

-- Names that a line can begin with, and those of fields, for whoever presses Tab.
local most_names = 5000
local function names()
  local found = json.array()
  for name, value in next, _G do
    if type(name) == "string" and #found < most_names then
      found[#found + 1] = name
      if type(value) == "table" and value ~= _G then
        for field in next, value do
          if type(field) == "string" and #found < most_names then found[#found + 1] = name .. "." .. field end
        end
      end
    end
  end
  return found
end

-- Ctrl-C is looked for as a chunk computes, in its coroutines too.
local in_chunk = false

local function look()
  if in_chunk and host.stopped() then error("interrupted", 0) end
end

local function watched(thread)
  sethook(thread, look, "", 10000)
  return thread
end

-- What catches errors lets this one pass.
local function passing(catch)
  local function results(...)
    look()
    return ...
  end
  return function(...) return results(catch(...)) end
end

local function stoppable()
  own.watched = watched
  _G.pcall, _G.xpcall, coroutine.resume = passing(pcall), passing(xpcall), passing(resume)
  function coroutine.create(body) return watched(create(body)) end
  function coroutine.wrap(body)
    local thread = watched(create(body))
    local function results(ok, ...)
      if ok then return ... end
      close(thread)
      error((...), 0)
    end
    return function(...) return results(resume(thread, ...)) end
  end
end

-- A line as typed; nil at the end, and false for one that was dropped.
local function read(prompt)
  return plain(ask("repl.read", { prompt = prompt, names = names() }))
end

-- Line by line, for a person: an expression's values are shown, a chunk that is not complete asks for its rest.
-- The words that leave, unless they name something.
local leaving = { exit = true, quit = true }

-- What is typed at one prompt and those that follow it, compiled; else what is wrong with it, or nothing.
local function read_chunk(line)
  local chunk = load("return " .. line, "=stdin", "t")
  if chunk then return chunk end
  local problem
  chunk, problem = load(line, "=stdin", "t")
  while not chunk and find(problem, "<eof>$") do
    local more = read(">> ")
    if not more then return nil, more == nil and problem or nil end
    line = line .. "\n" .. more
    chunk, problem = load(line, "=stdin", "t")
  end
  return chunk, problem
end

local function show(...)
  if select("#", ...) > 0 then dump(...) end
end

local function failed(value)
  ask("repl.failed", type(value) == "table" and value.facts or error_facts(value))
end

local function repl()
  stoppable()
  while true do
    local line = read("> ")
    local word = line and match(line, "^%s*(%a+)%s*$")
    if line == nil or leaving[word] and _G[word] == nil then return finish({ ok = true }) end
    if line then
      local chunk, problem = read_chunk(line)
      if chunk then
        watched((running()))
        in_chunk = true
        local ok, value = xpcall(function() show(chunk()) end, handler)
        in_chunk = false
        if host.stopped() then failed("interrupted")
        elseif not ok then failed(value) end
      elseif problem then failed(problem) end
    end
  end
end

arg = { [0] = options.file }
for index, value in ipairs(options.arguments) do arg[index] = value end

return options.repl and repl or run
