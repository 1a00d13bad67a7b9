// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

/// Where the user's own signing key lives: outside of every worktree.
public enum KeyLocation {
  /// `$XDG_CONFIG_HOME/modelgate`, or `~/.config/modelgate`; nil without a home.
  ///
  /// A relative `XDG_CONFIG_HOME` does not count, as the XDG base directory specification says.
  private static var folder: FilePath? {
    if let base = Environment.current["XDG_CONFIG_HOME"], base.hasPrefix("/") {
      return FilePath(base).appending("modelgate")
    }
    guard let home = Environment.current["HOME"], home.hasPrefix("/") else { return nil }
    return FilePath(home).appending(".config").appending("modelgate")
  }

  /// The private key, PEM, mode 0600.
  public static var defaultPrivateKey: FilePath? { folder?.appending("signing-key.pem") }

  /// Its public half, PEM, for those who verify.
  public static var defaultPublicKey: FilePath? { folder?.appending("signing-key.pub.pem") }
}
