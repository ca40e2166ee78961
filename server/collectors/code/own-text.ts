const TEXT =
  /\.(?:[cm]?[jt]sx?|py|rb|php|go|java|cs|sh|bash|ps1|json|json5|ya?ml|toml|ini|cfg|conf|config|env|properties|xml|pem|key|crt|txt|tf|tfvars|sql|html?|graphql)$/i
const NAMED =
  /(?:^|\/)(?:\.env[\w.-]*|\.npmrc|\.pypirc|\.netrc|\.git-credentials|credentials|config|Dockerfile|id_(?:rsa|dsa|ecdsa|ed25519))$/
/** Packages' own files, lists of hashes, and what is made for debuggers. */
const FOREIGN =
  /(?:^|\/)(?:node_modules|site-packages|vendor\/bundle|gems|bower_components|\.git\/objects|[^/]+\.(?:dist|egg)-info)\/|(?:^|\/)(?:package-lock|npm-shrinkwrap)\.json$|(?:^|\/)(?:yarn|poetry|uv|pdm|Pipfile|Gemfile)\.lock$|(?:^|\/)pnpm-lock\.yaml$|\.deps\.json$|(?:^|\/)packages\.lock\.json$|\.map$/

/** A bundle of everything that a function needs may be this large. */
const MOST_BYTES = 8 * 1024 * 1024

/** Whether an entry is a text of whoever wrote the function, of a size that a person could have written or a bundler made. */
export function isOwnText({ path, size }: { path: string; size: number }): boolean {
  return size > 0 && size <= MOST_BYTES && (TEXT.test(path) || NAMED.test(path)) && !FOREIGN.test(path)
}
