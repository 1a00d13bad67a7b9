# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
#
# What the scripts of this folder share. Sourced, never run.

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

fail() {
  say "error: $*"
  exit 1
}

# Runs a command as root: by being root, or through sudo.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "'$1' needs root, and there is no sudo"
  fi
}

# Prints those of the packages that are not installed.
missing_packages() {
  for package in "$@"; do
    state=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null) || state=
    [ "$state" = installed ] || printf '%s\n' "$package"
  done
}

# Installs the packages that are missing; asks the network for nothing when none is.
install_packages() {
  if ! command -v apt-get >/dev/null; then
    say "no apt-get here: using what is installed of: $*"
    return
  fi
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  # One word a package.
  # shellcheck disable=SC2086
  set -- $missing
  say "installing $*"
  as_root apt-get update --quiet
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install --quiet --yes --no-install-recommends "$@"
}

# What modelgate is built with and runs on: libgit2, libyaml, git, and a strip.
install_build_packages() {
  install_packages binutils git libgit2-dev libyaml-dev pkg-config "$@"
}

# And what its tests run: the real tools of the field, and a linter for our own scripts.
install_test_packages() {
  install_build_packages \
    b3sum chromium curl git-annex git-lfs gnupg hyperfine openssh-client openssl python3 \
    python3-venv shellcheck strace util-linux
}

# Fails where the build could only fail later, with a worse message.
require_build_tools() {
  command -v swift >/dev/null ||
    fail "there is no swift on PATH: see https://www.swift.org/install"
  pkg-config --exists libgit2 yaml-0.1 ||
    fail "pkg-config finds no libgit2 or no libyaml (on macOS: brew install libgit2 libyaml)"
}

# The names of the tools: each has a folder of its own in Sources.
tool_names() {
  for folder in Sources/modelgate*/; do basename "$folder"; done
}
