// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

/// Where a private key is, as a command line says it.
public enum KeyReference: Sendable, Hashable {
  /// `PATH`: a file that only its owner can open.
  case file(FilePath)
  /// `env:NAME`: a variable that holds the key itself, as CI systems keep secrets.
  case environment(String)
  /// `fd:NUMBER`: an open file descriptor, such as a shell's `3< <(…)`.
  case descriptor(CInt)
  /// `PATH.pub`: the public half of a key whose private half an ssh-agent holds.
  case agentKey(FilePath)
  /// `ssh-agent`: the only key that the ssh-agent holds.
  case agent

  /// Reads an argument; a file of such a name is written `./env:NAME`.
  public init(_ text: String) {
    if text.hasPrefix("env:") {
      self = .environment(String(text.dropFirst(4)))
    } else if text.hasPrefix("fd:"), let number = CInt(text.dropFirst(3)), number >= 0 {
      self = .descriptor(number)
    } else if text == "ssh-agent" {
      self = .agent
    } else {
      let path = FilePath(text)
      self = path.extension == "pub" ? .agentKey(path) : .file(path)
    }
  }
}
