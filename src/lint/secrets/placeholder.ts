/** What people write where a secret will stand. */
const words =
  /example|sample|dummy|fake|mock|placeholder|change[-_ ]?(?:me|it|this)|replace|your[-_ ]|my[-_ ]?(?:secret|token|password|key)|todo|fixme|xxx|\*\*\*|\.\.\.|…|insert|redacted|hidden|masked|undefined|not[-_ ]?(?:set|used|real|a[-_ ]secret)|opens?[-_ ]nothing|[-_]here$|^test(?:$|[-_.])|[-_.]test$|test[-_]?(?:key|token|secret|password)|^none$|^null$|^(?:true|false|yes|no|on|off)$/i

/** References and templates of the tools that configuration passes through. */
const templates = [
  /\$\{[^}]*\}?/, // ours, shells, Docker
  /\$\([^)]*\)/, // Azure, Kubernetes, make
  /\{\{[^}]*\}\}/, // Helm, GitHub, Ansible
  /<[^>]*>/, // <password>
  /%\([^)]*\)s|%[A-Za-z_]+%/, // Python, Windows
  /^\$[A-Za-z_][A-Za-z0-9_]*$/, // $PASSWORD
  /^@[A-Za-z]+@$/,
  /^#\{.*\}#?$/, // Octopus, Azure
  /^(?:env|vault|secret|aws|gcp|azure|op|ref|file|sops|doppler|keychain|ssm|arn|akv|bws)[:+]/i,
  /^!\w/,
  /^ENC\[/, // SOPS
  /^(?:encrypted|age-encryption|vault|kms):/i,
  /^\$ANSIBLE_VAULT/,
  /^\/(?:run|var|etc|mnt|home|opt|secrets)\//, // A path to the file that holds it
]

/** True for a text that stands for a secret without being one. */
export function isPlaceholder(text: string): boolean {
  const trimmed = text.trim()
  return trimmed === '' || words.test(trimmed) || templates.some((template) => template.test(trimmed)) || /^(.)\1*$/.test(trimmed)
}

/** What is tried first by everybody who wants to come in. */
const defaults = new Set(
  (
    'password passw0rd password1 password123 pass pass123 passwd secret secret123 admin admin123 administrator root toor guest ' +
    'changeme changeit letmein welcome welcome1 qwerty qwerty123 qwertyuiop abc123 123456 1234567 12345678 123456789 1234567890 ' +
    '111111 000000 1234 12345 monkey dragon master login default user test test123 demo postgres mysql mongo rabbitmq redis ' +
    'p@ssw0rd p@ssword iloveyou sunshine princess football shadow superman trustno1 keyboardcat minioadmin elastic sa tomcat s3cret'
  ).split(' '),
)

/** True for a password that is in every list of passwords to try. */
export function isWellKnown(text: string): boolean {
  return defaults.has(text.toLowerCase())
}
