abi <abi/4.0>,
include <tunables/global>

# Ubuntu 24.04 lets only programs with a profile make user namespaces, which Chromium's sandbox is made of.
# This profile allows that and confines nothing.
profile fedwright "/opt/Fedwright/fedwright" flags=(unconfined) {
  userns,

  include if exists <local/fedwright>
}
