--- Plimsoll: Dockerfiles, Helm charts and Kubernetes YAML. Neovim 0.11 or newer.
--- https://neovim.io/doc/user/lsp.html#lsp-config says how such a file is found and extended.

local root_markers = { '.git', 'plimsoll.yaml', '.plimsoll.yaml', 'Chart.yaml' }

--- Filetypes that are mostly other programs' files: the server is started only for names it may know.
--- The server decides what a file is; this spares a JSON or `.gitignore` project an idle process.
local only = {
  gitignore = { '%.dockerignore$', '%.containerignore$', '%.helmignore$' },
  json = { '/values%.schema%.json$', '/k8s/', '/kubernetes/', '/manifests/', '/deploy/', '/deployment/', '/charts/', '/clusters/', '/kustomize/' },
}

---@type vim.lsp.Config
return {
  cmd = { 'plimsoll', 'lsp' },
  filetypes = { 'dockerfile', 'yaml', 'yaml.helm-values', 'helm', 'gotmpl', 'gitignore', 'json' },
  root_dir = function(buffer, start)
    local name = vim.fs.normalize(vim.api.nvim_buf_get_name(buffer))
    local patterns = only[vim.bo[buffer].filetype]
    local wanted = not patterns or vim.iter(patterns):any(function(pattern)
      return name:find(pattern) ~= nil
    end)
    if wanted then
      -- Without a marker the server runs all the same, for this file alone.
      start(vim.fs.root(buffer, root_markers))
    end
  end,
  -- The keys of `plimsoll.yaml`; a `plimsoll.yaml` in the project wins over them.
  settings = { plimsoll = vim.empty_dict() },
}
