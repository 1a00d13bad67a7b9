// SPDX-License-Identifier: Apache-2.0

/// One version of one package, as files that pin software name it.
public struct SoftwarePin: Hashable, Sendable, CustomStringConvertible {
  /// The name, normalized as PEP 503 says.
  public let name: String
  /// The version in lower case, without final `.0`: PEP 440 takes 2.1 and 2.1.0 for the same.
  public let version: String

  /// Reads `NAME==VERSION`; nil when it is something else.
  public init?(_ text: String) {
    guard let equals = text.firstRange(of: "==") else { return nil }
    let name = text[..<equals.lowerBound].prefix { $0 != "[" }.filter { $0 != " " }
    self.init(name: name, specifier: text)
  }

  /// Takes the version after the first `==`.
  init?(name: String, specifier: String) {
    guard let equals = specifier.firstRange(of: "==") else { return nil }
    let version = specifier[equals.upperBound...].drop { $0 == "=" || $0 == " " }
      .prefix { !", ;)".contains($0) }
    self.init(name: name, version: String(version))
  }

  init?(name: String, version: String) {
    guard !name.isEmpty, !version.isEmpty, !version.contains("*"),
      name.utf8.count + version.utf8.count < 1000,
      name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) })
    else { return nil }
    self.name = RequirementLine.normalize(name)
    var parts = version.lowercased().split(separator: ".", omittingEmptySubsequences: false)
    while parts.count > 1, parts.last == "0" { parts.removeLast() }
    self.version = parts.joined(separator: ".")
  }

  /// `name==version`.
  public var description: String { "\(name)==\(version)" }
}
