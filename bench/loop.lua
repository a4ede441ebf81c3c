-- The loop of client-loop.ts.
local letters = 0
for _ = 1, tonumber(arg[2]) do letters = letters + #logto.get_user{ user_id = arg[1] }.id end
return letters
