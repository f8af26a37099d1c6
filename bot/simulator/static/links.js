// Telegram's own links: those that start the bot, and those that offer a text for sharing.

const HOSTS = new Set(["t.me", "telegram.me", "telegram.dog"]);

function parsed(address) {
  try {
    return new URL(/^[a-z]+:\/\//i.test(address) ? address : `https://${address}`);
  } catch {
    return null;
  }
}

export function startsBot(address, username) {
  const url = parsed(address);
  if (!url) return false;
  if (url.protocol === "tg:") return url.searchParams.get("domain")?.toLowerCase() === username.toLowerCase();
  return HOSTS.has(url.hostname) && url.pathname.replaceAll("/", "").toLowerCase() === username.toLowerCase();
}

export function shared(address) {
  const url = parsed(address);
  if (!url || !HOSTS.has(url.hostname) || !url.pathname.startsWith("/share")) return null;
  return [url.searchParams.get("text"), url.searchParams.get("url")].filter(Boolean).join("\n");
}
