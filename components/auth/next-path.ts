/** The page to go to after sign-in: only a path of ours, never another site; "/" for anything else. */
export function nextPath(wanted: string | null | undefined): string {
  if (!wanted?.startsWith('/') || wanted.startsWith('//')) return '/'
  try {
    const url = new URL(wanted, 'http://sightline.invalid')
    if (url.host !== 'sightline.invalid' || url.pathname.startsWith('/sign-in')) return '/'
    // "/.//evil.example" is a path of ours until it is normalised.
    return url.pathname.startsWith('//') ? '/' : url.pathname + url.search + url.hash
  } catch {
    return '/'
  }
}
