// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Folders of the user that git reads.
public enum UserFolder {
  /// `$XDG_CONFIG_HOME/git`, or `~/.config/git`; nil without a home.
  public static var git: FilePath? {
    if let base = variable("XDG_CONFIG_HOME") { return FilePath(base).appending("git") }
    return variable("HOME").map { FilePath($0).appending(".config").appending("git") }
  }

  private static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }
}
