/** A control as people name it: with its number where it has one, and not with an id made of words. */
export function controlName(id: string, title: string): string {
  return title.startsWith(id) || /^[a-z-]+$/.test(id) ? title : `${id} ${title}`
}
