/**
 * Whether a host name is one of this machine or of a network of one's own: whoever answers there is no third party, whatever
 * a destination allows. https://www.rfc-editor.org/rfc/rfc1918, https://www.rfc-editor.org/rfc/rfc6890
 * @param hostname as `URL` has it: IPv6 in brackets
 */
export function isPrivateHost(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, '');
  if (name.startsWith('[')) return /^\[(?:::1?|f[cd].*|fe80:.*|::ffff:.*)\]$/.test(name);
  return (
    !name.includes('.') || /\.(?:localhost|local|internal|test)$/.test(name) || privateNumbers.test(name)
  );
}

const privateNumbers = /^(?:0|10|127|169\.254|172\.(?:1[6-9]|2\d|3[01])|192\.168)\.[\d.]+$/;
