#!/bin/sh
# Runs as root after a deb or rpm was removed. An upgrade runs it too, after the new version is in place: then
# everything stays. dpkg says "upgrade", rpm the number of versions that are left.
case "${1:-}" in
upgrade | 1) exit 0 ;;
esac

if [ -f /etc/apparmor.d/fedwright ]; then
  if command -v apparmor_parser >/dev/null && apparmor_status --enabled >/dev/null 2>&1 &&
    ! { [ -x /usr/bin/ischroot ] && /usr/bin/ischroot; }; then
    apparmor_parser --remove /etc/apparmor.d/fedwright || true
  fi
  rm -f /etc/apparmor.d/fedwright
fi
if command -v update-mime-database >/dev/null; then update-mime-database /usr/share/mime || true; fi
if command -v update-desktop-database >/dev/null; then
  update-desktop-database /usr/share/applications || true
fi
exit 0
