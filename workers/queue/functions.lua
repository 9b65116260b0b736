#!lua name=cahier1
-- SPDX-License-Identifier: Apache-2.0
-- Every change of state of the queue: each function is one atomic unit, in the server and in its append-only file
-- (QUEUE: an AOF cut anywhere is a prefix of these units). PROTOCOL.md says what the keys hold and draws the states.
-- All keys of a tenant share one hash tag; all keys used are declared. Errors are one upper-case token and a sentence.

local GROUP = 'w'

local function now_ms()
    local t = redis.call('TIME')
    return t[1] * 1000 + math.floor(t[2] / 1000)
end

local function fail_with(token, sentence)
    return redis.error_reply(token .. ' ' .. sentence)
end

local function number_of(meta, field)
    return tonumber(redis.call('HGET', meta, field) or '0') or 0
end

local function refer(work, batch, kind, chunk, count)
    return redis.call('XADD', work, '*', 'b', batch, 'k', kind, 'c', chunk, 'n', count)
end

-- The last chunk of a sealed batch calls the corpus step in the same unit: no callback can be lost between the two.
local function advance(meta, work, batch)
    local is = redis.call('HMGET', meta, 'state', 'donec', 'chunks')
    if is[1] == 'sealed' and is[2] == is[3] then
        redis.call('HSET', meta, 'state', 'corpus')
        refer(work, batch, 'corpus', '-', '0')
    end
end

local function words(text)
    local list = {}
    for word in (text or ''):gmatch('%S+') do
        list[#list + 1] = word
    end
    return list
end

-- KEYS meta head batches files work erased; ARGV batch digest lexicons protocol envelope quota file-digests
-- Opens a batch, or gives the one that the same file with the same options opened before. A file from which something was
-- erased opens no new one: it would bring that back.
local function open(keys, argv)
    local known = argv[2] ~= '' and redis.call('HGET', keys[4], argv[2])
    if known then
        return known
    end
    for _, file in ipairs(words(argv[7])) do
        if redis.call('HEXISTS', keys[6], file) == 1 then
            return fail_with('EERASED', 'something was erased from this file')
        end
    end
    if redis.call('EXISTS', keys[1]) == 1 then
        return fail_with('ECONFLICT', 'this batch exists with another content')
    end
    local now = now_ms()
    redis.call('HSET', keys[1], 'state', 'open', 'digest', argv[2], 'lexicons', argv[3], 'protocol', argv[4], 'quota',
        argv[6], 'created', now, 'chunks', 0, 'docs', 0, 'bytes', 0, 'done', 0, 'donec', 0, 'quar', 0, 'late', 0, 'dup',
        0, 'stale', 0, 'dead', 0, 'rev', 0)
    redis.call('SET', keys[2], argv[5])
    redis.call('ZADD', keys[3], now, argv[1])
    if argv[2] ~= '' then
        redis.call('HSET', keys[4], argv[2], argv[1])
    end
    redis.pcall('XGROUP', 'CREATE', keys[5], GROUP, '0', 'MKSTREAM')
    return argv[1]
end

-- What stands in the way of one more chunk, or nil.
local function refusal(meta, work, bytes, most_waiting)
    if redis.call('HGET', meta, 'state') ~= 'open' then
        return fail_with('ECLOSED', 'the batch is sealed')
    end
    local quota = number_of(meta, 'quota')
    if quota > 0 and number_of(meta, 'bytes') + bytes > quota then
        return fail_with('EQUOTA', 'the batch is larger than its quota')
    end
    if redis.call('XLEN', work) >= tonumber(most_waiting) then
        return fail_with('EFULL', 'enough chunks are waiting')
    end
    return nil
end

local function add_chunk(meta, payloads, versions, work, batch, chunk, count, blob)
    redis.call('HSET', payloads, chunk, blob)
    redis.call('HSET', versions, chunk, 1)
    refer(work, batch, 'chunk', chunk, count)
    redis.call('HINCRBY', meta, 'chunks', 1)
    redis.call('HINCRBY', meta, 'docs', count)
    redis.call('HINCRBY', meta, 'bytes', #blob)
end

-- KEYS meta in iv work; ARGV batch chunk count blob most_waiting
-- 1 added, 0 was there already, -1 was there and somebody was erased from it: it stays so. Said again after a cut, it adds nothing.
local function ingest(keys, argv)
    if redis.call('EXISTS', keys[1]) == 0 then
        return fail_with('ENOBATCH', 'no such batch')
    end
    local there = redis.call('HGET', keys[2], argv[2])
    if there then
        if there == argv[4] then
            return 0
        end
        if redis.call('HGET', keys[3], argv[2]) ~= '1' then
            return -1
        end
        return fail_with('ECONFLICT', 'this chunk is there with another content')
    end
    local refused = refusal(keys[1], keys[4], #argv[4], argv[5])
    if refused then
        return refused
    end
    add_chunk(keys[1], keys[2], keys[3], keys[4], argv[1], argv[2], argv[3], argv[4])
    return 1
end

-- KEYS meta work; ARGV batch chunks docs
local function seal(keys, argv)
    local state = redis.call('HGET', keys[1], 'state')
    if not state then
        return fail_with('ENOBATCH', 'no such batch')
    end
    if number_of(keys[1], 'chunks') ~= tonumber(argv[2]) or number_of(keys[1], 'docs') ~= tonumber(argv[3]) then
        return fail_with('EINCOMPLETE', 'chunks are missing: submit them again')
    end
    if state == 'open' then
        redis.call('HSET', keys[1], 'state', 'sealed', 'sealed', now_ms())
        advance(keys[1], keys[2], argv[1])
    end
    return 1
end

-- The gate: only the holder of the reference, once, may have an effect.
local function take_reference(work, meta, entry)
    if redis.call('XACK', work, GROUP, entry) ~= 1 then
        redis.call('HINCRBY', meta, 'late', 1)
        return false
    end
    redis.call('XDEL', work, entry)
    return true
end

-- KEYS work; ARGV entry…: references to a batch that is no more.
local function drop(keys, argv)
    local dropped = 0
    for _, entry in ipairs(argv) do
        if redis.call('XACK', keys[1], GROUP, entry) == 1 then
            redis.call('XDEL', keys[1], entry)
            dropped = dropped + 1
        end
    end
    return dropped
end

-- KEYS meta iv out work; ARGV batch entry chunk count version quarantined blob, and one that says nothing (queue_work.c)
-- 1 counted, 0 somebody else's turn or done before, -1 the payload changed meanwhile: read it again.
local function commit(keys, argv)
    if redis.call('EXISTS', keys[1]) == 0 then
        return fail_with('ENOBATCH', 'no such batch')
    end
    if redis.call('HGET', keys[2], argv[3]) ~= argv[5] then
        redis.call('HINCRBY', keys[1], 'stale', 1)
        return -1
    end
    if not take_reference(keys[4], keys[1], argv[2]) then
        return 0
    end
    if redis.call('HSETNX', keys[3], argv[3], argv[7]) == 0 then
        redis.call('HINCRBY', keys[1], 'dup', 1)
        return 0
    end
    redis.call('HINCRBY', keys[1], 'done', argv[4])
    redis.call('HINCRBY', keys[1], 'donec', 1)
    if argv[6] ~= '0' then
        redis.call('HINCRBY', keys[1], 'quar', argv[6])
    end
    advance(keys[1], keys[4], argv[1])
    return 1
end

-- KEYS meta report; ARGV revision field piece: a piece of a file of the report.
local function put(keys, argv)
    if redis.call('HGET', keys[1], 'state') ~= 'corpus' then
        return fail_with('ECLOSED', 'the batch is not at its corpus step')
    end
    if redis.call('HGET', keys[1], 'rev') ~= argv[1] then
        return -1
    end
    redis.call('HSET', keys[2], argv[2], argv[3])
    return 1
end

-- What is told, once: `told` remembers an id for longer than `events` keeps its record. Who delivers it takes it from `due`.
local function tell_event(told, events, due, id, record)
    if redis.call('ZSCORE', told, id) then
        return 0
    end
    local now = now_ms()
    redis.call('ZADD', told, now, id)
    redis.call('HSET', events, id, record)
    redis.call('ZADD', due, now, id)
    return 1
end

-- KEYS meta work told events due; ARGV batch entry revision pieces event record
-- event '': nobody is told.
local function finish(keys, argv)
    if redis.call('EXISTS', keys[1]) == 0 then
        return fail_with('ENOBATCH', 'no such batch')
    end
    if redis.call('HGET', keys[1], 'rev') ~= argv[3] then
        redis.call('HINCRBY', keys[1], 'stale', 1)
        return -1
    end
    if not take_reference(keys[2], keys[1], argv[2]) then
        return 0
    end
    redis.call('HSET', keys[1], 'state', 'done', 'finished', now_ms(), 'pieces', argv[4])
    if keys[5] and argv[5] ~= '' then
        tell_event(keys[3], keys[4], keys[5], argv[5], argv[6])
    end
    return 1
end

-- KEYS meta work retry att dead; ARGV batch entry kind chunk count delay_ms limit reason
-- Hands a task back: after delay_ms, or at once when it is 0. limit 0: not the task's fault, not counted.
-- 1 will come again, 2 set aside for people, 0 was no longer held.
local function fail(keys, argv)
    if redis.call('XACK', keys[2], GROUP, argv[2]) ~= 1 then
        return 0
    end
    redis.call('XDEL', keys[2], argv[2])
    local limit = tonumber(argv[7])
    if limit > 0 and redis.call('HINCRBY', keys[4], argv[4], 1) > limit then
        redis.call('HSET', keys[5], argv[3] .. ' ' .. argv[4] .. ' ' .. argv[5], argv[8])
        redis.call('HINCRBY', keys[1], 'dead', 1)
        redis.call('HSET', keys[1], 'attention', argv[8])
        return 2
    end
    if tonumber(argv[6]) == 0 then
        refer(keys[2], argv[1], argv[3], argv[4], argv[5])
    else
        redis.call('ZADD', keys[3], now_ms() + tonumber(argv[6]),
            argv[1] .. ' ' .. argv[3] .. ' ' .. argv[4] .. ' ' .. argv[5])
    end
    return 1
end

-- KEYS work retry; ARGV most: tasks whose time has come.
local function promote(keys, argv)
    local due = redis.call('ZRANGEBYSCORE', keys[2], '-inf', now_ms(), 'LIMIT', 0, argv[1])
    for _, task in ipairs(due) do
        local batch, kind, chunk, count = task:match('^(%S+) (%S+) (%S+) (%S+)$')
        refer(keys[1], batch, kind, chunk, count)
        redis.call('ZREM', keys[2], task)
    end
    return #due
end

-- KEYS meta work att dead; ARGV batch: people ask for the tasks set aside to be tried again.
local function revive(keys, argv)
    local tasks = redis.call('HKEYS', keys[4])
    for _, task in ipairs(tasks) do
        local kind, chunk, count = task:match('^(%S+) (%S+) (%S+)$')
        refer(keys[2], argv[1], kind, chunk, count)
        redis.call('HDEL', keys[3], chunk)
        redis.call('HDEL', keys[4], task)
    end
    redis.call('HSET', keys[1], 'dead', 0)
    redis.call('HDEL', keys[1], 'attention')
    return #tasks
end

-- KEYS work; ARGV consumer entry…: lengthens the leases still held; gives the entries that are not.
local function renew(keys, argv)
    local lost = {}
    for i = 2, #argv do
        local held = redis.call('XPENDING', keys[1], GROUP, argv[i], argv[i], 1)
        if held[1] and held[1][2] == argv[1] then
            redis.call('XCLAIM', keys[1], GROUP, argv[1], 0, argv[i], 'JUSTID')
        else
            lost[#lost + 1] = argv[i]
        end
    end
    return lost
end

-- KEYS work; ARGV idle_ms: forgets the names of workers gone for long that hold nothing. In one unit: a name that is
-- checked, then deleted, would lose what it took in between.
local function gc(keys, argv)
    local gone = 0
    if redis.call('EXISTS', keys[1]) == 0 then
        return 0 -- nothing was ever submitted
    end
    for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', keys[1], GROUP)) do
        local fact = {}
        for i = 1, #consumer, 2 do
            fact[consumer[i]] = consumer[i + 1]
        end
        if fact.pending == 0 and fact.idle > tonumber(argv[1]) then
            redis.call('XGROUP', 'DELCONSUMER', keys[1], GROUP, fact.name)
            gone = gone + 1
        end
    end
    return gone
end

-- KEYS inbox taken since; ARGV most token: raw contributions leave the inbox, kept aside until `append` has them.
-- Gives token, raw, token, raw…
local function take(keys, argv)
    local out = {}
    local now = now_ms()
    for i = 1, tonumber(argv[1]) do
        local raw = redis.call('LPOP', keys[1])
        if not raw then
            break
        end
        local token = argv[2] .. '-' .. i
        redis.call('HSET', keys[2], token, raw)
        redis.call('ZADD', keys[3], now, token)
        out[#out + 1] = token
        out[#out + 1] = raw
    end
    return out
end

-- KEYS inbox taken since; ARGV lease_ms most: what a dead worker took goes back, first in line.
local function give_back(keys, argv)
    local late = redis.call('ZRANGEBYSCORE', keys[3], '-inf', now_ms() - tonumber(argv[1]), 'LIMIT', 0, argv[2])
    for _, token in ipairs(late) do
        local raw = redis.call('HGET', keys[2], token)
        if raw then
            redis.call('LPUSH', keys[1], raw)
        end
        redis.call('HDEL', keys[2], token)
        redis.call('ZREM', keys[3], token)
    end
    return #late
end

-- KEYS open; ARGV from to: the tenant's open batch of the inbox becomes `to`, if it still is `from`; "" is none. Gives it.
local function turn(keys, argv)
    if (redis.call('GET', keys[1]) or '') ~= argv[1] then
        return redis.call('GET', keys[1]) or ''
    end
    if argv[2] == '' then
        redis.call('UNLINK', keys[1])
    else
        redis.call('SET', keys[1], argv[2])
    end
    return argv[2]
end

-- What stands in the way of a chunk made from the inbox, or nil.
local function stale(keys, chunk, digests)
    for _, digest in ipairs(digests) do
        if redis.call('SISMEMBER', keys[7], digest) == 1 then
            return fail_with('ESTALE', 'an id was counted meanwhile')
        end
    end
    if redis.call('HEXISTS', keys[2], chunk) == 1 then
        return fail_with('ESTALE', 'another chunk has this number')
    end
    if redis.call('HGET', keys[1], 'state') ~= 'open' then
        return fail_with('ECLOSED', 'the batch is sealed')
    end
end

-- KEYS inbox taken: raw contributions still here. One unit: counted one after the other, what goes back in between is
-- in neither.
local function left(keys)
    return redis.call('LLEN', keys[1]) + redis.call('HLEN', keys[2])
end

-- Authors of a tenant keep one identity as long as all who append have one key: `mark` is a digest that tells keys apart.
local function other_key(authors, mark)
    local first = redis.call('GET', authors)
    if first and first ~= mark then
        return fail_with('EKEY', 'authors of this tenant are known by another key')
    end
    if not first and mark ~= '' then
        redis.call('SET', authors, mark)
    end
end

-- What one argument holds: numbers of a fixed width, and bytes of the length that such a number says.
local function pieces(text)
    local at = 1
    local function take(width)
        local piece = text:sub(at, at + width - 1)
        at = at + width
        return piece
    end
    return take, function() return at <= #text end
end

-- Messages never heard get the next positions. at: watch heard ids days. frames: digest 32, date 8, length 8, bytes.
local function hear_frames(at, frames)
    local added, repeated, late = 0, 0, 0
    local position, told = number_of(at.watch, 'heard'), number_of(at.watch, 'told')
    local take, more = pieces(frames)
    while more() do
        local digest, date = take(32), tonumber(take(8))
        local blob = take(tonumber(take(8)))
        if redis.call('HSETNX', at.ids, digest, position) == 1 then
            redis.call('HSET', at.heard, position, blob)
            redis.call('ZADD', at.days, date, position)
            position = position + 1
            added = added + 1
            late = late + (date <= told and 1 or 0)
        else
            repeated = repeated + 1
        end
    end
    redis.call('HSET', at.watch, 'heard', position)
    if late > 0 then
        redis.call('HINCRBY', at.watch, 'late', late)
    end
    return {added, repeated, late}
end

-- KEYS meta in iv work taken since seen authors watch heard heard:ids heard:days; ARGV batch chunk count blob aside tokens
-- id-digests mark frames; tokens, digests and the counts of `aside` (one a reason) joined by spaces; frames: the same
-- contributions as messages, heard in the same unit when the tenant watches.
-- The chunk made of what was taken: counted once, in one unit with the disappearance of the raw text. count may be 0:
-- all were seen before or unreadable. 1 appended, 0 it was given back meanwhile; an id or a chunk come meanwhile gives ESTALE.
local function append(keys, argv)
    local tokens, digests = words(argv[6]), words(argv[7])
    for _, token in ipairs(tokens) do
        if redis.call('HEXISTS', keys[5], token) == 0 then
            return 0
        end
    end
    local refused = stale(keys, argv[2], digests) or (keys[8] and other_key(keys[8], argv[8]))
    if refused then
        return refused
    end
    if tonumber(argv[3]) > 0 then
        add_chunk(keys[1], keys[2], keys[3], keys[4], argv[1], argv[2], argv[3], argv[4])
    end
    for reason, count in ipairs(words(argv[5])) do
        if count ~= '0' then
            redis.call('HINCRBY', keys[1], 'aside' .. (reason - 1), count)
        end
    end
    for _, digest in ipairs(digests) do
        redis.call('SADD', keys[7], digest)
    end
    if keys[9] and redis.call('HGET', keys[9], 'on') == '1' then
        hear_frames({watch = keys[9], heard = keys[10], ids = keys[11], days = keys[12]}, argv[9])
    end
    for _, token in ipairs(tokens) do
        redis.call('HDEL', keys[5], token)
        redis.call('ZREM', keys[6], token)
    end
    return 1
end

-- What was set aside in a chunk that is undone counts again when it is analysed again.
local function forgive(meta, quar, chunk)
    local counted = 0
    for _, field in ipairs(redis.call('HKEYS', quar)) do
        if field:match('^(.*):') == chunk then
            counted = counted + 1
        end
    end
    if counted > 0 then
        redis.call('HINCRBY', meta, 'quar', -counted)
    end
end

-- A report that was written from something else is withdrawn, with the page that may quote it; true when the batch was past
-- its chunks.
local function withdraw(meta, report, published)
    redis.call('HINCRBY', meta, 'rev', 1)
    redis.call('UNLINK', report, published)
    local state = redis.call('HGET', meta, 'state')
    if state == 'corpus' or state == 'done' then
        redis.call('HSET', meta, 'state', 'sealed')
        return true
    end
    return false
end

-- The payload of a chunk gives way to another, in the same place. What was computed from the old one is undone; what is being
-- computed from it will be refused (commit, -1). False: somebody replaced it meanwhile.
local function put_payload(at, batch, chunk, version, count, blob)
    if redis.call('HGET', at.iv, chunk) ~= version then
        return false
    end
    redis.call('HSET', at.payloads, chunk, blob)
    redis.call('HINCRBY', at.iv, chunk, 1)
    if redis.call('HDEL', at.out, chunk) == 1 then
        redis.call('HINCRBY', at.meta, 'donec', -1)
        redis.call('HINCRBY', at.meta, 'done', -tonumber(count))
        forgive(at.meta, at.quar, chunk)
        refer(at.work, batch, 'chunk', chunk, count)
    end
    withdraw(at.meta, at.report, at.published)
    return true
end

-- KEYS meta in iv out work report published quar att erased; ARGV batch chunk version count blob documents file-digests
-- Erasure: the payload without somebody, whose `documents` of the chunk were emptied and are set aside no more; the files they
-- came from open no batch any more. 1 replaced, 0 somebody replaced it meanwhile.
local function replace(keys, argv)
    local at = {meta = keys[1], payloads = keys[2], iv = keys[3], out = keys[4], work = keys[5], report = keys[6],
        published = keys[7], quar = keys[8]}
    if not put_payload(at, argv[1], argv[2], argv[3], argv[4], argv[5]) then
        return 0
    end
    for _, document in ipairs(words(argv[6])) do
        redis.call('HDEL', keys[8], argv[2] .. ':' .. document)
        redis.call('HDEL', keys[9], argv[2] .. ':' .. document)
    end
    for _, file in ipairs(words(argv[7])) do
        redis.call('HSET', keys[10], file, now_ms())
    end
    return 1
end

-- KEYS meta head work report published; ARGV batch revision envelope: the envelope without digests of somebody who was erased.
-- 1 amended, 0 the batch changed since `revision` was read.
local function amend(keys, argv)
    if redis.call('EXISTS', keys[1]) == 0 then
        return fail_with('ENOBATCH', 'no such batch')
    end
    if redis.call('HGET', keys[1], 'rev') ~= argv[2] then
        return 0
    end
    redis.call('SET', keys[2], argv[3])
    if withdraw(keys[1], keys[4], keys[5]) then
        advance(keys[1], keys[3], argv[1])
    end
    return 1
end

-- KEYS meta in iv out report published journal said work quar; ARGV batch id expected line chunk version count blob
-- A decision of people: the end of the journal, with the payload that it changes (blob '': none), or nothing.
-- {1, length} said; {0, rank} this id was; {-1, length} the journal is not as long as the person thinks; {-2, length} the payload
-- changed meanwhile.
local function decide(keys, argv)
    if redis.call('EXISTS', keys[1]) == 0 then
        return fail_with('ENOBATCH', 'no such batch')
    end
    local rank = redis.call('HGET', keys[8], argv[2])
    if rank then
        return {0, tonumber(rank)}
    end
    local length = redis.call('LLEN', keys[7])
    if length ~= tonumber(argv[3]) then
        return {-1, length}
    end
    local at = {meta = keys[1], payloads = keys[2], iv = keys[3], out = keys[4], report = keys[5], published = keys[6],
        work = keys[9], quar = keys[10]}
    if argv[8] ~= '' and not put_payload(at, argv[1], argv[5], argv[6], argv[7], argv[8]) then
        return {-2, length}
    end
    redis.call('RPUSH', keys[7], argv[4])
    redis.call('HSET', keys[8], argv[2], length + 1)
    return {1, length + 1}
end

-- KEYS meta lots; ARGV batch record
local function lot(keys, argv)
    if redis.call('EXISTS', keys[1]) == 0 then
        return fail_with('ENOBATCH', 'no such batch')
    end
    redis.call('HSET', keys[2], argv[1], argv[2])
    return 1
end

-- KEYS meta published; ARGV html who when link revision
local function publish(keys, argv)
    if redis.call('EXISTS', keys[1]) == 0 then
        return fail_with('ENOBATCH', 'no such batch')
    end
    redis.call('HSET', keys[2], 'html', argv[1], 'who', argv[2], 'when', argv[3], 'link', argv[4], 'revision', argv[5])
    return 1
end

local function is_administrator(record)
    local person = cjson.decode(record)
    return person.role == 'administrator' and not person.disabled
end

local function has_other_administrator(people, name)
    local flat = redis.call('HGETALL', people)
    for i = 1, #flat, 2 do
        if flat[i] ~= name and is_administrator(flat[i + 1]) then
            return true
        end
    end
    return false
end

-- KEYS people sessions; ARGV name record add|change kept
-- 1 written; 0 `add` of a name that is taken, or `change` of nobody. The last administrator stays one. What a person may do
-- is known by sessions: a change ends them all, but the one it comes from.
local function person(keys, argv)
    local there = redis.call('HEXISTS', keys[1], argv[1]) == 1
    if there == (argv[3] == 'add') then
        return 0
    end
    if there and is_administrator(redis.call('HGET', keys[1], argv[1])) and not is_administrator(argv[2])
        and not has_other_administrator(keys[1], argv[1]) then
        return fail_with('ECONFLICT', 'no administrator would be left')
    end
    redis.call('HSET', keys[1], argv[1], argv[2])
    local flat = redis.call('HGETALL', keys[2])
    for i = 1, #flat, 2 do
        if flat[i] ~= argv[4] and cjson.decode(flat[i + 1]).name == argv[1] then
            redis.call('HDEL', keys[2], flat[i])
        end
    end
    return 1
end

local function is_over(session, idle_ms, life_ms, now)
    return now - session.seen > tonumber(idle_ms) or now - session.made > tonumber(life_ms)
end

-- The record of who may sign in, or nil.
local function active(people, name)
    local record = redis.call('HGET', people, name)
    return record and not cjson.decode(record).disabled and record or nil
end

-- KEYS sessions people; ARGV digest idle_ms life_ms name: 0 when nobody of that name may sign in. Those that are over leave.
local function session_open(keys, argv)
    local now = now_ms()
    local flat = redis.call('HGETALL', keys[1])
    for i = 1, #flat, 2 do
        if is_over(cjson.decode(flat[i + 1]), argv[2], argv[3], now) then
            redis.call('HDEL', keys[1], flat[i])
        end
    end
    if not active(keys[2], argv[4]) then
        return 0
    end
    redis.call('HSET', keys[1], argv[1], cjson.encode({name = argv[4], made = now, seen = now}))
    return 1
end

local SEEN_MS = 60000 -- a write a page would cost a flush to the disk each

-- KEYS sessions people; ARGV digest idle_ms life_ms: {name, record}, or {} when it is over.
local function session_see(keys, argv)
    local there = redis.call('HGET', keys[1], argv[1])
    if not there then
        return {}
    end
    local now = now_ms()
    local session = cjson.decode(there)
    local record = active(keys[2], session.name)
    if not record or is_over(session, argv[2], argv[3], now) then
        redis.call('HDEL', keys[1], argv[1])
        return {}
    end
    if now - session.seen > SEEN_MS then
        session.seen = now
        redis.call('HSET', keys[1], argv[1], cjson.encode(session))
    end
    return {session.name, record}
end

-- KEYS told events due; ARGV event record: 1 told, 0 it was before.
local function event_tell(keys, argv)
    return tell_event(keys[1], keys[2], keys[3], argv[1], argv[2])
end

-- KEYS due channel events told; ARGV lease_ms
-- {id, record, tries, told_ms}: the event that is due for longest, nobody else's for a lease; {wait_ms}: until one is; {}: none waits.
local function event_take(keys, argv)
    local now = now_ms()
    while true do
        local first = redis.call('ZRANGE', keys[1], 0, 0, 'WITHSCORES')
        if not first[1] then
            return {}
        end
        local id, due = first[1], tonumber(first[2])
        if due > now then
            return {due - now}
        end
        local record = redis.call('HGET', keys[3], id)
        if record then
            redis.call('ZADD', keys[1], now + tonumber(argv[1]), id)
            return {id, record, number_of(keys[2], 'tries:' .. id), tonumber(redis.call('ZSCORE', keys[4], id) or now)}
        end
        redis.call('ZREM', keys[1], id)
        redis.call('HDEL', keys[2], 'tries:' .. id)
    end
end

-- KEYS due of the route, due…; ARGV event delay_ms…: handed to the channels of the other keys, each due after its delay. 0: it was.
local function event_route(keys, argv)
    local now = now_ms()
    if redis.call('ZREM', keys[1], argv[1]) == 0 then
        return 0
    end
    for i = 2, #keys do
        redis.call('ZADD', keys[i], now + tonumber(argv[i] or '0'), argv[1])
    end
    return 1
end

-- KEYS due channel; ARGV event: it was sent. 0: it was known.
local function event_end(keys, argv)
    if redis.call('ZREM', keys[1], argv[1]) == 0 then
        return 0
    end
    redis.call('HDEL', keys[2], 'tries:' .. argv[1], 'error', 'error_ms')
    redis.call('HSET', keys[2], 'sent_ms', now_ms(), 'sent_id', argv[1])
    redis.call('HINCRBY', keys[2], 'sent', 1)
    return 1
end

-- KEYS due channel told; ARGV event delay_ms keep_ms error: it could not be sent. 1 tried again later, 2 given up, 0 no longer to be sent.
local function event_delay(keys, argv)
    local now = now_ms()
    if not redis.call('ZSCORE', keys[1], argv[1]) then
        return 0
    end
    redis.call('HSET', keys[2], 'error', argv[4], 'error_ms', now)
    if now - tonumber(redis.call('ZSCORE', keys[3], argv[1]) or '0') > tonumber(argv[3]) then
        redis.call('ZREM', keys[1], argv[1])
        redis.call('HDEL', keys[2], 'tries:' .. argv[1])
        redis.call('HINCRBY', keys[2], 'lost', 1)
        return 2
    end
    redis.call('HINCRBY', keys[2], 'tries:' .. argv[1], 1)
    redis.call('ZADD', keys[1], now + tonumber(argv[2]), argv[1])
    return 1
end

-- KEYS due: all that waits is due now. Gives how many.
local function event_hurry(keys)
    local now = now_ms()
    local waiting = redis.call('ZRANGE', keys[1], 0, -1)
    for _, id in ipairs(waiting) do
        redis.call('ZADD', keys[1], 'LT', now, id)
    end
    return #waiting
end

-- KEYS due channel: nothing is sent there any more. Gives how many waited.
local function event_drop(keys)
    local waiting = redis.call('ZCARD', keys[1])
    redis.call('UNLINK', keys[1], keys[2])
    return waiting
end

-- KEYS told events; ARGV most: id, record, told_ms, id, … of those that are kept, the latest first.
local function event_recent(keys, argv)
    local out = {}
    for _, id in ipairs(redis.call('ZREVRANGE', keys[1], 0, argv[1] - 1)) do
        local record = redis.call('HGET', keys[2], id)
        if record then
            out[#out + 1] = id
            out[#out + 1] = record
            out[#out + 1] = redis.call('ZSCORE', keys[1], id)
        end
    end
    return out
end

local TIDY_PAGE = 500 -- ids: no call is long

-- KEYS told events; ARGV keep_ms remember_ms
-- Records past their time, from the latest of them on: before a page that holds none, none is left. Then ids.
local function event_tidy(keys, argv)
    local now = now_ms()
    local gone, before = 0, -1
    while gone > before do
        local page = redis.call('ZREVRANGEBYSCORE', keys[1], now - tonumber(argv[1]), '-inf', 'LIMIT', gone, TIDY_PAGE)
        before = gone
        for _, id in ipairs(page) do
            gone = gone + redis.call('HDEL', keys[2], id)
        end
    end
    local old = redis.call('ZRANGEBYSCORE', keys[1], '-inf', now - tonumber(argv[2]), 'LIMIT', 0, TIDY_PAGE)
    for _, id in ipairs(old) do
        redis.call('ZREM', keys[1], id)
    end
    return gone + #old
end

-- KEYS batches files lots meta…, all keys of the batch; ARGV batch: the batch is no more, in one unit.
local function purge(keys, argv)
    local digest = redis.call('HGET', keys[4], 'digest')
    if digest then
        redis.call('HDEL', keys[2], digest)
    end
    redis.call('ZREM', keys[1], argv[1])
    redis.call('HDEL', keys[3], argv[1])
    local gone = 0
    for i = 4, #keys do
        gone = gone + redis.call('UNLINK', keys[i])
    end
    return gone
end

-- KEYS meta in out work retry dead; ARGV batch
-- The law of conservation: each chunk is waiting, being worked on, waiting to be tried again, done or set aside; never
-- two of these, never none. Gives the faults found, empty when the law holds.
local function check(keys, argv)
    local faults = {}
    local function expect(what, is, should)
        if is ~= should then
            faults[#faults + 1] = what .. ' ' .. is .. ' for ' .. should
        end
    end
    local chunks, waiting, retrying, dead = number_of(keys[1], 'chunks'), 0, 0, 0
    for _, entry in ipairs(redis.call('XRANGE', keys[4], '-', '+')) do
        local fields = entry[2]
        if fields[2] == argv[1] and fields[4] == 'chunk' then
            waiting = waiting + 1
        end
    end
    for _, task in ipairs(redis.call('ZRANGE', keys[5], 0, -1)) do
        local batch, kind = task:match('^(%S+) (%S+)')
        if batch == argv[1] and kind == 'chunk' then
            retrying = retrying + 1
        end
    end
    for _, task in ipairs(redis.call('HKEYS', keys[6])) do
        if task:sub(1, 6) == 'chunk ' then
            dead = dead + 1
        end
    end
    expect('payloads', redis.call('HLEN', keys[2]), chunks)
    expect('results', redis.call('HLEN', keys[3]), number_of(keys[1], 'donec'))
    expect('places', waiting + retrying + dead + redis.call('HLEN', keys[3]), chunks)
    expect('duplicates', number_of(keys[1], 'dup'), 0)
    if number_of(keys[1], 'done') > number_of(keys[1], 'docs') then
        expect('documents', number_of(keys[1], 'done'), number_of(keys[1], 'docs'))
    end
    return faults
end

-- KEYS watch heard heard:ids heard:days heard:places authors; ARGV frames mark source place
-- Messages of one who redacts himself; with `source`, the place up to which it was read, in the same unit.
local function hear(keys, argv)
    local refused = other_key(keys[6], argv[2])
    if refused then
        return refused
    end
    if argv[3] ~= '' then
        redis.call('HSET', keys[5], argv[3], argv[4])
    end
    return hear_frames({watch = keys[1], heard = keys[2], ids = keys[3], days = keys[4]}, argv[1])
end

-- KEYS lease; ARGV token lease_ms: 1 it is this token's, 0 somebody else's.
local function watch_lease(keys, argv)
    local held = redis.call('GET', keys[1])
    if held and held ~= argv[1] then
        return 0
    end
    redis.call('SET', keys[1], argv[1], 'PX', argv[2])
    return 1
end

-- KEYS lease; ARGV token
local function watch_leave(keys, argv)
    return redis.call('GET', keys[1]) == argv[1] and redis.call('UNLINK', keys[1]) or 0
end

-- KEYS heard:days; ARGV after most: date, messages, date, messages… of the days after, the earliest first.
local function watch_days(keys, argv)
    local out, after = {}, argv[1]
    while #out < 2 * tonumber(argv[2]) do
        local first = redis.call('ZRANGEBYSCORE', keys[1], '(' .. after, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
        if not first[2] then
            break
        end
        after = first[2]
        out[#out + 1] = tonumber(after)
        out[#out + 1] = redis.call('ZCOUNT', keys[1], after, after)
    end
    return out
end

-- Members of the desk sort by service, urgent ones first, then by position.
local function desk_member(service, urgent, position)
    return service .. '\31' .. (urgent and '0' or '1') .. string.format('%015d', position)
end

-- Where a watcher stands: nil when it may go on; ARGV of the lease and of the position.
local function stand_in_the_way(lease, token, is, from, to)
    if redis.call('GET', lease) ~= token then
        return -2
    end
    if is ~= from then
        return is >= to and 0 or -1
    end
end

-- KEYS watch lease heard filed desk; ARGV token from to frames texts unclassified score
-- Messages from..to - 1 with theme and service. frames: position 15, urgent 1, length 4, service, length 8, record.
-- 1 filed, 0 it was, -1 the position is another, -2 the lease is lost.
local function watch_file(keys, argv)
    local from, to = tonumber(argv[2]), tonumber(argv[3])
    local refused = stand_in_the_way(keys[2], argv[1], number_of(keys[1], 'filed'), from, to)
    if refused then
        return refused
    end
    local take, more = pieces(argv[4])
    while more() do
        local position, urgent = tonumber(take(15)), take(1) == '1'
        local service = take(tonumber(take(4)))
        local record = take(tonumber(take(8)))
        if redis.call('HEXISTS', keys[3], position) == 1 then -- else it was erased meanwhile
            redis.call('HSET', keys[4], position, record)
            redis.call('ZADD', keys[5], 0, desk_member(service, urgent, position))
        end
    end
    redis.call('HSET', keys[1], 'filed', to)
    redis.call('HINCRBY', keys[1], 'texts', argv[5])
    redis.call('HINCRBY', keys[1], 'unclassified', argv[6])
    redis.call('HINCRBY', keys[1], 'score', argv[7])
    return 1
end

-- Whether anything of an alert was sent; told: its follow-ups, objects without arrays.
local function was_sent(raised, told)
    local sent = not raised.quiet
    for one in told:gmatch('%b{}') do
        sent = sent or not one:find('"quiet":', 1, true)
    end
    return sent
end

-- The last figures of an alert, with its follow-ups: 'g' it has grown, 'x' it is over. They are sent « number-sequence », unless people
-- silenced the subject, or nobody was told of what ends; each sequence once.
local function put_last(at, change, number, date, raised, record)
    local told = (redis.call('HGET', at.last, number) or ''):match('"followed":%[(.-)%]') or ''
    local sequence = change ~= 'c' and record:match('"sequence":%d+')
    if sequence and not told:find(sequence .. '[,}]') then
        local silent = redis.call('HGET', at.quiet, raised.subject)
        if silent and silent >= date or change == 'x' and not was_sent(raised, told) then
            told = told .. (told ~= '' and ',' or '') .. record:sub(1, -2) .. ',"quiet":true}'
        else
            told = told .. (told ~= '' and ',' or '') .. record
            redis.call('RPUSH', at.outbox, number .. '-' .. sequence:match('%d+'))
        end
    end
    redis.call('HSET', at.last, number, record:sub(1, -2) .. (told ~= '' and ',"followed":[' .. told .. ']}' or '}'))
end

-- One alert of a day: raised, or what became of it. at: watch alerts last days outbox quiet
local function put_alert(at, change, number, date, subject, record)
    if change ~= 'r' then
        local raised = redis.call('HGET', at.alerts, number)
        if raised then -- else it was found again by who learned anew
            put_last(at, change, number, date, cjson.decode(raised), record)
        end
        return
    end
    local silent = redis.call('HGET', at.quiet, subject)
    if silent and silent >= date then
        record = record:sub(1, -2) .. ',"quiet":"' .. silent .. '"}'
    end
    if redis.call('HSETNX', at.alerts, number, record) == 0 then
        return
    end
    redis.call('ZADD', at.days, date, number)
    redis.call('HINCRBY', at.watch, 'alerts', 1)
    if number > number_of(at.watch, 'number') then
        redis.call('HSET', at.watch, 'number', number)
    end
    if silent and silent >= date then
        redis.call('HINCRBY', at.watch, 'quiet', 1)
    else
        redis.call('RPUSH', at.outbox, number)
    end
end

-- KEYS watch lease heard:days watch:state watch:themes alerts alerts:last alerts:days outbox quiet
-- ARGV token from to messages state themes fitted frames
-- The days after `from` up to `to` are told: what is remembered and the alerts, in one unit. frames: change 1 (r, c, g, x), number 10,
-- date 8, length 4, subject, length 8, record.
-- 1 told, 0 it was, -1 another day is, or messages came meanwhile, -2 the lease is lost.
local function watch_tell(keys, argv)
    local from, to = tonumber(argv[2]), tonumber(argv[3])
    local refused = stand_in_the_way(keys[2], argv[1], number_of(keys[1], 'told'), from, to)
    if refused then
        return refused
    end
    if redis.call('ZCOUNT', keys[3], '(' .. argv[2], argv[3]) ~= tonumber(argv[4]) then
        return -1
    end
    redis.call('SET', keys[4], argv[5])
    if argv[6] ~= '' then
        redis.call('SET', keys[5], argv[6])
        redis.call('HSET', keys[1], 'fitted', argv[7], 'texts', 0, 'unclassified', 0, 'score', 0)
    end
    local at = {watch = keys[1], alerts = keys[6], last = keys[7], days = keys[8], outbox = keys[9], quiet = keys[10]}
    local take, more = pieces(argv[8])
    while more() do
        local change, number, date = take(1), tonumber(take(10)), take(8)
        local subject = take(tonumber(take(4)))
        put_alert(at, change, number, date, subject, take(tonumber(take(8))))
    end
    redis.call('HSET', keys[1], 'told', to)
    return 1
end

-- Whether a deed of people was said before; else it is now, at the end of their journal.
local function is_said(said, journal, id, line)
    if redis.call('HEXISTS', said, id) == 1 then
        return true
    end
    redis.call('HSET', said, id, redis.call('RPUSH', journal, line))
    return false
end

-- KEYS alerts alerts:said alerts:journal alerts:ids quiet; ARGV id number said line until ('': as it is, '0': over)
-- 1 said, 0 it was.
local function watch_say(keys, argv)
    local record = redis.call('HGET', keys[1], argv[2])
    if not record then
        return fail_with('ENOBATCH', 'no such alert')
    end
    if is_said(keys[4], keys[3], argv[1], argv[4]) then
        return 0
    end
    redis.call('HSET', keys[2], argv[2], argv[3])
    local subject = cjson.decode(record).subject
    if argv[5] == '0' then
        redis.call('HDEL', keys[5], subject)
    elseif argv[5] ~= '' then
        redis.call('HSET', keys[5], subject, argv[5])
    end
    return 1
end

-- The place of a message at the desk: by what a person said of it, else by its words.
local function desk_place(filed, routed, position)
    local record = cjson.decode(filed)
    local said = redis.call('HGET', routed, position)
    local service = said and cjson.decode(said).service or record.service
    return service == cjson.null and '' or service, record.urgent
end

-- A message leaves, with all that was made of it. at: its five keys by name. 1 it left, 0 it was not there.
local function drop_message(at, position)
    local filed = redis.call('HGET', at.filed, position)
    if filed then
        local service, urgent = desk_place(filed, at.routed, position)
        redis.call('ZREM', at.desk, desk_member(service, urgent, position))
    end
    redis.call('HDEL', at.filed, position)
    redis.call('HDEL', at.routed, position)
    redis.call('ZREM', at.days, position)
    return redis.call('HDEL', at.heard, position)
end

-- KEYS filed routed desk routes routes:ids; ARGV id position said line service answered (0 or 1)
-- A person gives a message to a service, or says that it was answered. 1 said, 0 it was.
local function watch_route(keys, argv)
    local filed = redis.call('HGET', keys[1], argv[2])
    if not filed then
        return fail_with('ENOBATCH', 'no such message')
    end
    if is_said(keys[5], keys[4], argv[1], argv[4]) then
        return 0
    end
    local service, urgent = desk_place(filed, keys[2], argv[2])
    redis.call('ZREM', keys[3], desk_member(service, urgent, argv[2]))
    redis.call('HSET', keys[2], argv[2], argv[3])
    if argv[6] == '0' then
        redis.call('ZADD', keys[3], 0, desk_member(argv[5], urgent, argv[2]))
    end
    return 1
end

-- KEYS heard heard:days filed desk routed watch:erasing; ARGV position id: somebody asked for a message to be erased. The digest of
-- its id stays: it does not come back. 1 it left, 0 it was not there.
local function watch_erase(keys, argv)
    if drop_message({heard = keys[1], days = keys[2], filed = keys[3], desk = keys[4], routed = keys[5]}, argv[1]) == 0 then
        return 0
    end
    redis.call('HSET', keys[6], argv[2], 1)
    return 1
end

-- KEYS watch lease watch:state watch:erasing; ARGV token told state ids (length 8, id): what the watcher remembers without them.
-- 1 kept, -1 another day is told, -2 the lease is lost.
local function watch_forgot(keys, argv)
    if redis.call('GET', keys[2]) ~= argv[1] then
        return -2
    end
    if number_of(keys[1], 'told') ~= tonumber(argv[2]) then
        return -1
    end
    if argv[3] ~= '' then
        redis.call('SET', keys[3], argv[3])
    end
    local take, more = pieces(argv[4])
    while more() do
        redis.call('HSET', keys[4], take(tonumber(take(8))), 0)
    end
    return 1
end

-- KEYS alerts; ARGV number before after
local function watch_amend(keys, argv)
    if redis.call('HGET', keys[1], argv[1]) ~= argv[2] then
        return 0
    end
    redis.call('HSET', keys[1], argv[1], argv[3])
    return 1
end

-- KEYS watch:erasing; ARGV id: nothing quotes it any more, once the watcher does not.
local function watch_erased(keys, argv)
    return redis.call('HGET', keys[1], argv[1]) == '0' and redis.call('HDEL', keys[1], argv[1]) or 0
end

-- KEYS watch heard heard:ids heard:days filed desk routed; ARGV before most: told days only. Gives how many left.
local function watch_purge(keys, argv)
    local before = math.min(tonumber(argv[1]), number_of(keys[1], 'told') + 1)
    local filed_to = number_of(keys[1], 'filed')
    local at = {heard = keys[2], days = keys[4], filed = keys[5], desk = keys[6], routed = keys[7]}
    local gone = redis.call('ZRANGEBYSCORE', at.days, '-inf', '(' .. before, 'LIMIT', 0, argv[2])
    local count = 0
    for _, position in ipairs(gone) do
        if tonumber(position) < filed_to then
            local blob = redis.call('HGET', at.heard, position)
            if blob then
                redis.call('HDEL', keys[3], blob:sub(25, 56)) -- the name of the blob (wire.h)
            end
            drop_message(at, position)
            count = count + 1
        end
    end
    return count
end

local function add(name, callback, flags)
    redis.register_function({function_name = 'cahier1_' .. name, callback = callback, flags = flags})
end

-- allow-oom: what makes room, or finishes what has room, works when memory is full; what brings more does not.
add('open', open, {})
add('ingest', ingest, {})
add('append', append, {'allow-oom'})
add('turn', turn, {'allow-oom'})
add('take', take, {'allow-oom'})
add('give_back', give_back, {'allow-oom'})
add('seal', seal, {'allow-oom'})
add('commit', commit, {'allow-oom'})
add('put', put, {'allow-oom'})
add('finish', finish, {'allow-oom'})
add('fail', fail, {'allow-oom'})
add('promote', promote, {'allow-oom'})
add('revive', revive, {'allow-oom'})
add('renew', renew, {'allow-oom'})
add('drop', drop, {'allow-oom'})
add('gc', gc, {'allow-oom'})
add('replace', replace, {'allow-oom'})
add('amend', amend, {'allow-oom'})
add('purge', purge, {'allow-oom'})
add('decide', decide, {'allow-oom'})
add('lot', lot, {'allow-oom'})
add('publish', publish, {})
add('person', person, {'allow-oom'})
add('session_open', session_open, {'allow-oom'})
add('session_see', session_see, {'allow-oom'})
add('hear', hear, {})
add('watch_lease', watch_lease, {'allow-oom'})
add('watch_leave', watch_leave, {'allow-oom'})
add('watch_file', watch_file, {'allow-oom'})
add('watch_tell', watch_tell, {'allow-oom'})
add('watch_say', watch_say, {'allow-oom'})
add('watch_route', watch_route, {'allow-oom'})
add('watch_purge', watch_purge, {'allow-oom'})
add('watch_erase', watch_erase, {'allow-oom'})
add('watch_forgot', watch_forgot, {'allow-oom'})
add('watch_amend', watch_amend, {'allow-oom'})
add('watch_erased', watch_erased, {'allow-oom'})
add('watch_days', watch_days, {'no-writes'})
add('event_tell', event_tell, {'allow-oom'})
add('event_take', event_take, {'allow-oom'})
add('event_route', event_route, {'allow-oom'})
add('event_end', event_end, {'allow-oom'})
add('event_delay', event_delay, {'allow-oom'})
add('event_hurry', event_hurry, {'allow-oom'})
add('event_drop', event_drop, {'allow-oom'})
add('event_tidy', event_tidy, {'allow-oom'})
add('event_recent', event_recent, {'no-writes'})
add('left', left, {'no-writes'})
add('check', check, {'no-writes'})
