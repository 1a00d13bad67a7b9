// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

/// The words of a command line, looked at before they are parsed: a guess, as long as they are not.
public struct CommandWords {
  private let words: [String]

  /// Takes the words behind the program's name.
  public init(_ words: [String]) { self.words = words }

  /// Whether an option stands there, with its value or without.
  public func contains(_ option: String) -> Bool {
    words.contains { $0 == option || $0.hasPrefix(option + "=") }
  }

  /// Where to look for the repository, as ``CommonOptions`` will have it.
  public var repository: FilePath { FilePath(value(of: "--repo") ?? ".") }

  /// The words without options and their values.
  ///
  /// `taking` are the options that have a value.
  public func arguments(taking names: [String]) -> [String] {
    var arguments: [String] = []
    var isValue = false
    for word in words {
      if !isValue, !word.hasPrefix("-") { arguments.append(word) }
      isValue = names.contains(word)
    }
    return arguments
  }

  private func value(of option: String) -> String? {
    if let place = words.lastIndex(of: option) {
      return words.indices.contains(place + 1) ? words[place + 1] : nil
    }
    return words.last { $0.hasPrefix(option + "=") }.map { String($0.dropFirst(option.count + 1)) }
  }
}
