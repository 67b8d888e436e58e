/** Reads a list such as `read write 424:pidfd_send_signal`: numbers count up, from 0 and from each that is written. */
export function* numberList(text: string): Iterable<readonly [name: string, number: number]> {
  let next = 0;
  for (const word of text.split(' ')) {
    const [name = '', number] = word.split(':').reverse();
    if (number !== undefined) next = Number(number);
    yield [name, next++];
  }
}
