const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#';

/** Bytes written in digits of base 85, four in five. https://rfc.zeromq.org/spec/32/ @throws Error where it is none */
export function fromZ85(text: string): Uint8Array {
  if (text.length % 5 !== 0) throw new Error(`${text.length} digits of base 85`);
  const bytes = new Uint8Array((text.length / 5) * 4);
  for (let group = 0; group < text.length / 5; group += 1) {
    let value = 0;
    for (const digit of text.slice(5 * group, 5 * group + 5)) {
      const worth = DIGITS.indexOf(digit);
      if (worth === -1) throw new Error(`'${digit}' is no digit of base 85`);
      value = value * 85 + worth;
    }
    if (value >= 2 ** 32) throw new Error('digits of base 85 beyond 32 bits');
    new DataView(bytes.buffer).setUint32(4 * group, value);
  }
  return bytes;
}
