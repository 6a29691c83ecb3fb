/**
 * Each script asks `configmanage __complete -- <words>` and offers its lines: `candidate<TAB>meaning`. A last line
 * `:files` asks for the names of files.
 */
export const completionScripts: Readonly<Record<string, string>> = {
  bash: `# configmanage completion for bash. Install: source <(configmanage completion bash)
_configmanage() {
  local word=\${COMP_LINE:0:$COMP_POINT} words candidates line
  read -ra words <<< "$word"
  [[ $word == *' ' ]] && words+=('')
  candidates=$(configmanage __complete -- "\${words[@]:1}" 2>/dev/null) || return
  local last=\${words[-1]} IFS=$'\\n'
  COMPREPLY=()
  # Bash takes = and : for ends of words, and replaces only what stands behind the last one.
  local prefix=\${last%"\${last##*[=:]}"}
  for line in $candidates; do
    if [[ $line == :files ]]; then
      compopt -o filenames 2>/dev/null
      COMPREPLY+=($(compgen -f -- "\${last##*=}"))
    else
      line=\${line%%$'\\t'*}
      [[ $line == "$last"* ]] && COMPREPLY+=("\${line#"$prefix"}")
    fi
  done
  [[ \${#COMPREPLY[@]} == 1 && \${COMPREPLY[0]} == *[.=] ]] && compopt -o nospace 2>/dev/null
}
complete -F _configmanage configmanage
`,
  zsh: `#compdef configmanage
# configmanage completion for zsh. Install: configmanage completion zsh > "\${fpath[1]}/_configmanage"
_configmanage() {
  local -a candidates plain
  local line files=0
  for line in "\${(@f)$(configmanage __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    if [[ $line == :files ]]; then files=1
    elif [[ -n $line ]]; then
      plain+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
    fi
  done
  (( \${#plain} )) && _describe -t values configmanage plain
  (( files )) && _files
}
if [[ $funcstack[1] == _configmanage ]]; then _configmanage "$@"; else compdef _configmanage configmanage; fi
`,
  fish: `# configmanage completion for fish. Install: configmanage completion fish > ~/.config/fish/completions/configmanage.fish
function __configmanage_complete
    set -l words (commandline -opc) (commandline -ct)
    for line in (configmanage __complete -- $words[2..] 2>/dev/null)
        if test "$line" = :files
            __fish_complete_path (commandline -ct)
        else
            echo $line
        end
    end
end
complete -c configmanage -f -a '(__configmanage_complete)'
`,
  powershell: `# configmanage completion for PowerShell. Install: configmanage completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName configmanage -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  if ($wordToComplete -eq '') { $words += '' }
  configmanage __complete -- @words 2>$null | ForEach-Object {
    if ($_ -eq ':files') {
      Get-ChildItem -Path "$wordToComplete*" -ErrorAction SilentlyContinue | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_.Name, $_.Name, 'ProviderItem', $_.FullName)
      }
    } else {
      $candidate, $meaning = $_ -split "\`t", 2
      if (-not $meaning) { $meaning = $candidate }
      [System.Management.Automation.CompletionResult]::new($candidate, $candidate, 'ParameterValue', $meaning)
    }
  }
}
`,
}

/** The shells there are scripts for. */
export const shells: readonly string[] = Object.keys(completionScripts)
