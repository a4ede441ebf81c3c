/** Shells whose completion is written. */
export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const
export type Shell = (typeof shells)[number]

/** How to switch completion on, for good. */
export const installation: Readonly<Record<Shell, string>> = {
  bash: `echo 'eval "$(logto autocomplete bash)"' >> ~/.bashrc`,
  zsh: `echo 'eval "$(logto autocomplete zsh)"' >> ~/.zshrc   # below compinit`,
  fish: 'logto autocomplete fish > ~/.config/fish/completions/logto.fish',
  powershell: `'logto autocomplete powershell | Out-String | Invoke-Expression' >> $PROFILE`,
}

/**
 * The completion script of each shell. All are thin: they hand the typed words to `logto autocomplete words` and offer
 * what it prints, a word on a line with its meaning behind a tab.
 */
export const scripts: Readonly<Record<Shell, string>> = {
  // Bash breaks words at = and offers what follows it.
  bash: `_logto() {
  local IFS=$'\\n' word
  COMPREPLY=()
  while read -r word; do
    COMPREPLY+=("\${word%%$'\\t'*}")
  done < <(logto autocomplete words bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == */ ]] && compopt -o nospace
  return 0
}
complete -F _logto logto
`,
  zsh: `#compdef logto
_logto() {
  local line
  local -a words_ meanings folders
  while IFS= read -r line; do
    if [[ \${line%%$'\\t'*} == */ ]]; then
      folders+=("\${line%%$'\\t'*}")
    else
      words_+=("\${line%%$'\\t'*}")
      meanings+=("\${line/$'\\t'/  -- }")
    fi
  done < <(logto autocomplete words zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  compadd -l -d meanings -a words_
  compadd -S '' -a folders
}
compdef _logto logto
`,
  fish: `function __logto_words
  set -l typed (commandline -opc)
  set -e typed[1]
  logto autocomplete words fish -- $typed (commandline -ct) 2>/dev/null
end
complete -c logto -f -a '(__logto_words)'
`,
  // Windows PowerShell drops empty arguments: two quotes stand for one.
  powershell: `Register-ArgumentCompleter -Native -CommandName logto -ScriptBlock {
  param($typed, $line, $cursor)
  $words = @($line.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -le $cursor } | ForEach-Object { $_.ToString() })
  if ($typed -eq '') { $words += '""' }
  & logto autocomplete words powershell '--' @words 2>$null | ForEach-Object {
    $word, $meaning = $_ -split "\`t", 2
    if (-not $meaning) { $meaning = $word }
    [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $meaning)
  }
}
`,
}
