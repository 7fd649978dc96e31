/** Apps whose links open in a browser of their own, by what that browser says of itself. */
const inApp =
  /\b(?:FBAN|FBAV|FB_IAB|Instagram|Line\/|LinkedInApp|Snapchat|TikTok|musical_ly|BytedanceWebview|Twitter|WeChat|MicroMessenger)|; wv\)/;

/** Whether a page is shown by a browser inside an app; as a rule it gives no page the camera. */
export function isInApp(userAgent: string): boolean {
  return inApp.test(userAgent);
}

/** Whether this device has a camera, as far as the browser tells; it does so without asking the buyer. */
export async function hasCamera(): Promise<boolean> {
  try {
    const devices = await navigator.mediaDevices.enumerateDevices();
    // Where the page itself may not use one, none is listed; the vendor's own page may.
    return devices.length === 0 || devices.some(({kind}) => kind === 'videoinput');
  } catch {
    return true;
  }
}
