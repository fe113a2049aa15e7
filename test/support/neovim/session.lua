-- Attaches the language server to a file in a headless Neovim, and prints what
-- happened as JSON. The environment says what to do:
--
--   SERVER    the command line of the server, a JSON array
--   FOLDER    the workspace
--   FILE      the file that is opened
--   REQUESTS  a JSON array of { method, line, character }, both from zero
--   EDIT      JSON { line, text }: replaces that line after the requests
--   OUTPUT    the file that the JSON is written to
local function fromJson(text)
  return vim.json.decode(text, { luanil = { object = true, array = true } })
end

local patience = 20000
local seen = { findings = {}, answers = {} }
local published = {}
local folder = vim.env.FOLDER
local file = vim.env.FILE
local uri = vim.uri_from_fname(file)

local usual = vim.lsp.handlers['textDocument/publishDiagnostics']
local function publish(failure, result, context, config)
  published[result.uri] = (published[result.uri] or 0) + 1
  seen.findings[result.uri] = vim.tbl_map(function(one)
    return { code = one.code, line = one.range.start.line, related = one.relatedInformation }
  end, result.diagnostics)
  seen.version = result.uri == uri and result.version or seen.version
  return usual(failure, result, context, config)
end

local function until_(isDone)
  if not vim.wait(patience, isDone, 10) then
    io.stderr:write('waited in vain\n')
    vim.cmd('cquit 3')
  end
end

vim.o.hidden = true
vim.cmd('edit ' .. vim.fn.fnameescape(file))
local buffer = vim.api.nvim_get_current_buf()
local id = vim.lsp.start_client({
  name = 'flakewise',
  cmd = fromJson(vim.env.SERVER),
  root_dir = folder,
  workspace_folders = { { uri = vim.uri_from_fname(folder), name = 'fleet' } },
  get_language_id = function() return 'nix' end,
  handlers = {
    ['textDocument/publishDiagnostics'] = publish,
    ['flakewise/status'] = function(_, status) seen.status = status end,
    ['window/logMessage'] = function(_, message) seen.log = message end,
  },
  on_init = function(client) seen.encoding = client.offset_encoding end,
  on_exit = function(code) seen.exit = code end,
})
vim.lsp.buf_attach_client(buffer, id)
until_(function() return seen.status and seen.status.state == 'ready' end)
seen.shown = #vim.diagnostic.get(buffer)

local client = vim.lsp.get_client_by_id(id)
for _, request in ipairs(fromJson(vim.env.REQUESTS or '[]')) do
  local answer = client.request_sync(request.method, {
    textDocument = { uri = uri },
    position = { line = request.line, character = request.character },
    context = { includeDeclaration = true },
  }, patience, buffer)
  table.insert(seen.answers, answer and (answer.result or answer.err) or vim.NIL)
end

if vim.env.EDIT then
  local edit = fromJson(vim.env.EDIT)
  local before = published[uri] or 0
  vim.api.nvim_buf_set_lines(buffer, edit.line, edit.line + 1, true, { edit.text })
  until_(function() return (published[uri] or 0) > before end)
  seen.shownAfterEdit = #vim.diagnostic.get(buffer)
end

client.stop()
until_(function() return seen.exit ~= nil end)
local output = assert(io.open(vim.env.OUTPUT, 'w'))
output:write(vim.json.encode(seen))
output:close()
vim.cmd('qall!')
