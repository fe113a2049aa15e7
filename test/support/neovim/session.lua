-- Opens a file in a headless Neovim that is set up as the documentation says,
-- and prints what happened as JSON. The environment says what to do:
--
--   SETUP     the Lua that sets Neovim up
--   FILE      the file that is opened
--   REQUESTS  a JSON array of { method, line, character }, both from zero
--   ACTIONS   a JSON array of { line, character, title }, both from zero: what is chosen there,
--             one after the other, among what can be done
--   EDIT      JSON { line, text }: replaces that line after all that
--   OUTPUT    the file that the JSON is written to
local function fromJson(text)
  return vim.json.decode(text, { luanil = { object = true, array = true } })
end

local patience = 30000
local seen = { findings = {}, answers = {} }
local published = {}
local file = vim.env.FILE
local uri = vim.uri_from_fname(file)

local usual = vim.lsp.handlers['textDocument/publishDiagnostics']
vim.lsp.handlers['textDocument/publishDiagnostics'] = function(failure, result, context, config)
  published[result.uri] = (published[result.uri] or 0) + 1
  seen.findings[result.uri] = vim.tbl_map(function(one)
    return { code = one.code, line = one.range.start.line }
  end, result.diagnostics)
  seen.version = result.uri == uri and result.version or seen.version
  return usual(failure, result, context, config)
end
vim.lsp.handlers['flakewise/status'] = function(_, status) seen.status = status end

local function waitUntil(isDone)
  if vim.wait(patience, isDone, 10) then return end
  io.stderr:write('waited in vain\n')
  vim.cmd('cquit 3')
end

dofile(vim.env.SETUP)
vim.o.hidden = true
vim.cmd('edit ' .. vim.fn.fnameescape(file))
local buffer = vim.api.nvim_get_current_buf()
vim.bo[buffer].filetype = 'nix'
waitUntil(function() return seen.status and seen.status.state == 'ready' end)
seen.shown = #vim.diagnostic.get(buffer)

local client = vim.lsp.buf_get_clients(buffer)[1]
seen.encoding = client.offset_encoding
for _, request in ipairs(fromJson(vim.env.REQUESTS or '[]')) do
  local answer = client.request_sync(request.method, {
    textDocument = { uri = uri },
    position = { line = request.line, character = request.character },
    context = { includeDeclaration = true },
  }, patience, buffer)
  table.insert(seen.answers, answer and (answer.result or answer.err) or vim.NIL)
end

for _, action in ipairs(fromJson(vim.env.ACTIONS or '[]')) do
  vim.ui.select = function(items, options, choose)
    local function isWanted(item)
      return vim.startswith(options.format_item(item), action.title)
    end
    choose(vim.tbl_filter(isWanted, items)[1])
  end
  local tick = vim.api.nvim_buf_get_changedtick(buffer)
  vim.api.nvim_win_set_cursor(0, { action.line + 1, action.character })
  vim.lsp.buf.code_action()
  waitUntil(function() return vim.api.nvim_buf_get_changedtick(buffer) > tick end)
end
seen.text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), '\n')

if vim.env.EDIT then
  local edit = fromJson(vim.env.EDIT)
  local before = published[uri] or 0
  vim.api.nvim_buf_set_lines(buffer, edit.line, edit.line + 1, true, { edit.text })
  waitUntil(function() return (published[uri] or 0) > before end)
  seen.shownAfterEdit = #vim.diagnostic.get(buffer)
end

client.stop()
waitUntil(function() return client.is_stopped() end)
local output = assert(io.open(vim.env.OUTPUT, 'w'))
output:write(vim.json.encode(seen))
output:close()
vim.cmd('qall!')
