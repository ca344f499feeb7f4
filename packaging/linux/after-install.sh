#!/bin/sh
# Runs as root after a deb or rpm was installed or upgraded. Whatever is missing here must not fail it.
app=/opt/Fedwright

# Chromium's sandbox: user namespaces where the kernel has them, the setuid helper elsewhere.
if [ -L /proc/self/ns/user ] && unshare --user true 2>/dev/null; then
  chmod 0755 "$app/chrome-sandbox" || true
else
  chmod 4755 "$app/chrome-sandbox" || true
fi

if command -v update-mime-database >/dev/null; then update-mime-database /usr/share/mime || true; fi
if command -v update-desktop-database >/dev/null; then
  update-desktop-database /usr/share/applications || true
fi

# An AppArmor that does not know user namespaces yet (before 4.0) does not need the profile either.
if command -v apparmor_parser >/dev/null && apparmor_status --enabled >/dev/null 2>&1 &&
  apparmor_parser --skip-kernel-load --debug "$app/resources/apparmor-profile" >/dev/null 2>&1; then
  cp -f "$app/resources/apparmor-profile" /etc/apparmor.d/fedwright
  # An image that is being built has no kernel of its own to load it into.
  if ! { [ -x /usr/bin/ischroot ] && /usr/bin/ischroot; }; then
    apparmor_parser --replace --write-cache --skip-read-cache /etc/apparmor.d/fedwright || true
  fi
fi
exit 0
