/** `readOnly` fields do not travel in requests, `writeOnly` ones not in responses: nobody has to send them. */
export type Direction = 'request' | 'response';
