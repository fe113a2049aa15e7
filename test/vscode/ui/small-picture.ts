import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of each pixel, as one number. */
  readonly colors: Uint32Array;
}

/** The same picture with 256 colours at most, in a PNG that is a good deal smaller. */
export function smallPicture(png: Buffer): Buffer {
  const { width, height, colors } = read(png);
  const palette = commonColors(colors);
  const nearest = new Map(palette.map((color, index) => [color, index]));
  const rows = Buffer.alloc(height * (width + 1));
  for (const [index, color] of colors.entries()) {
    const place = nearest.get(color) ?? nearestIn(palette, color);
    nearest.set(color, place);
    rows[index + Math.floor(index / width) + 1] = place;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(parts))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Reads what browsers write: eight bits, with or without transparency, not interlaced. */
function read(png: Buffer): Picture {
  const data: Buffer[] = [];
  for (let at = signature.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') {
      data.push(png.subarray(at + 8, at + 8 + length));
    }
    at += length + 12;
  }
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const depth = png[25] === 6 ? 4 : 3;
  const rows = inflateSync(Buffer.concat(data));
  unfilter(rows, width * depth, depth);
  const colors = new Uint32Array(width * height);
  for (let index = 0; index < colors.length; index++) {
    const row = Math.floor(index / width);
    colors[index] = rows.readUIntBE(row * (width * depth + 1) + 1 + (index % width) * depth, 3);
  }
  return { width, height, colors };
}

/** Undoes what was done to rows before they were compressed (PNG, 9.2). */
function unfilter(rows: Buffer, length: number, depth: number): void {
  const stride = length + 1;
  for (let start = 0; start < rows.length; start += stride) {
    const filter = rows[start] ?? 0;
    for (let at = 1; at <= length; at++) {
      const here = start + at;
      const left = at > depth ? byteAt(rows, here - depth) : 0;
      const up = byteAt(rows, here - stride);
      const corner = at > depth ? byteAt(rows, here - stride - depth) : 0;
      rows[here] = byteAt(rows, here) + predicted(filter, [left, up, corner]);
    }
  }
}

/** Above the first row there is nothing but zeros. */
function byteAt(rows: Buffer, at: number): number {
  return rows[at] ?? 0;
}

function predicted(filter: number, [left, up, corner]: readonly [number, number, number]): number {
  return [0, left, up, (left + up) >> 1, closest(left, up, corner)][filter] ?? 0;
}

function closest(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [byLeft, byUp, byCorner] = [left, up, corner].map((value) => Math.abs(guess - value));
  if ((byLeft ?? 0) <= (byUp ?? 0) && (byLeft ?? 0) <= (byCorner ?? 0)) return left;
  return (byUp ?? 0) <= (byCorner ?? 0) ? up : corner;
}

/** The most common of colours that are alike, so that rare ones are not all taken for the common ones. */
function commonColors(colors: Uint32Array): number[] {
  const counts = new Map<number, number>();
  for (const color of colors) counts.set(color, (counts.get(color) ?? 0) + 1);
  const common = [...counts].sort(([, one], [, other]) => other - one);
  const ofEachKind = new Map(common.toReversed().map(([color]) => [color & 0xe0e0e0, color]));
  const first = [...ofEachKind.values()];
  return [...new Set([...first, ...common.map(([color]) => color)])].slice(0, 256);
}

function nearestIn(palette: readonly number[], color: number): number {
  const wanted = parts(color);
  const distances = palette.map((known) =>
    parts(known).reduce((sum, part, index) => sum + (part - (wanted[index] ?? 0)) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}

function parts(color: number): number[] {
  return [color >> 16, (color >> 8) & 0xff, color & 0xff];
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
