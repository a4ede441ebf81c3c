/** Shells whose completion is written. */
export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const
export type Shell = (typeof shells)[number]

/** How to switch completion on, for good. */
export const installation: Readonly<Record<Shell, string>> = {
  bash: `echo 'eval "$(logto autocomplete bash)"' >> ~/.bashrc`,
  zsh: `echo 'eval "$(logto autocomplete zsh)"' >> ~/.zshrc`,
  fish: 'logto autocomplete fish > ~/.config/fish/completions/logto.fish',
  powershell: `'logto autocomplete powershell | Out-String | Invoke-Expression' >> $PROFILE`,
}

/** The completion script of a shell. */
export function scriptOf(shell: Shell): string {
  const head = `# Completion of logto in ${titles[shell]}. To switch it on, once:\n#   ${installation[shell]}\n`
  // zsh finds a completion in its path by the first line.
  return shell === 'zsh' ? `#compdef logto\n${head}${bodies.zsh}` : `${head}${bodies[shell]}`
}

const titles: Readonly<Record<Shell, string>> = { bash: 'bash', zsh: 'zsh', fish: 'fish', powershell: 'PowerShell' }

/**
 * All are thin: they hand the typed words to `logto autocomplete words` and offer what it prints, a word on a line with
 * its meaning behind a tab. Nothing that was typed is evaluated.
 */
const bodies: Readonly<Record<Shell, string>> = {
  // Bash 3.2, which macOS has, knows no compopt.
  bash: `_logto() {
  local word
  COMPREPLY=()
  while IFS= read -r word; do
    COMPREPLY+=("\${word%%$'\\t'*}")
  done < <(logto autocomplete words bash "$2" -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *[/=] ]] && compopt -o nospace 2>/dev/null
  compopt -o nosort 2>/dev/null
  return 0
}
complete -F _logto logto
`,
  zsh: `_logto() {
  local line word
  local -a found folders
  while IFS= read -r line; do
    word=\${line%%$'\\t'*}
    if [[ $word == *[/=] ]]; then
      folders+=("$word")
    elif [[ $line == *$'\\t'* ]]; then
      found+=("\${word//:/\\\\:}:\${line#*$'\\t'}")
    else
      found+=("\${word//:/\\\\:}")
    fi
  done < <(logto autocomplete words zsh -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)
  (( $#folders )) && compadd -S '' -a folders
  _describe -V logto found
}
if [[ $funcstack[1] == _logto ]]; then
  _logto "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef _logto logto
fi
`,
  fish: `function __logto_words
  set -l typed (commandline -opc)
  set -e typed[1]
  logto autocomplete words fish -- $typed (commandline -ct) 2>/dev/null
end
complete -c logto -f -k -a '(__logto_words)'
`,
  // Windows PowerShell drops empty arguments: two quotes stand for one.
  powershell: `Register-ArgumentCompleter -Native -CommandName logto -ScriptBlock {
  param($typed, $line, $cursor)
  $words = @($line.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursor } | ForEach-Object { $_.ToString() })
  $words += if ($typed) { $typed } else { '""' }
  & logto autocomplete words powershell '--' @words 2>$null | ForEach-Object {
    $word, $meaning = $_ -split "\`t", 2
    if (-not $meaning) { $meaning = $word }
    [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $meaning)
  }
}
`,
}
