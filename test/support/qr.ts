import type {Locator} from 'playwright-core';
import decodeQR from 'qr/decode.js';

/** What a phone's camera reads off `code`, as it is on screen. */
export async function scan(code: Locator): Promise<string> {
  await code.getByRole('img').waitFor();
  const picture = (await code.screenshot()).toString('base64');
  const {width, height, data} = await code.page().evaluate(async base64 => {
    const png = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([png], {type: 'image/png'}));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    if (!context) throw new Error('no canvas');
    context.drawImage(bitmap, 0, 0);
    const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height);
    return {width: pixels.width, height: pixels.height, data: Array.from(pixels.data)};
  }, picture);
  return decodeQR({width, height, data: Uint8ClampedArray.from(data)}, {timeLimit: 5000});
}
