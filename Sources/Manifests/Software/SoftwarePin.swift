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
  private init?(name: String, specifier: String) {
    guard let equals = specifier.firstRange(of: "==") else { return nil }
    let version = specifier[equals.upperBound...].drop { $0 == "=" || $0 == " " }
      .prefix { !", ;)".contains($0) }
    self.init(name: name, version: String(version))
  }

  private init?(name: String, version: String) {
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

  /// What a lock file pins: lines of `pip install -r`, or the `[[package]]` tables of uv, Poetry and
  /// PDM and the `[[packages]]` of PEP 751.
  ///
  /// Nil for a file in which nothing of the kind is found, though it is not empty.
  public static func pins(of lock: String) -> Set<SoftwarePin>? {
    let pins = tablePins(of: lock) ?? requirementPins(of: lock)
    return pins.isEmpty && lock.contains(where: { !$0.isWhitespace }) ? nil : pins
  }

  private static func requirementPins(of lock: String) -> Set<SoftwarePin> {
    var pins: Set<SoftwarePin> = []
    for case (.requirement(let requirement), _) in RequirementLine.lines(of: lock) {
      guard requirement.isPinned, let name = requirement.name,
        let pin = SoftwarePin(name: name, specifier: requirement.text)
      else { continue }
      pins.insert(pin)
    }
    return pins
  }

  private static func tablePins(of lock: String) -> Set<SoftwarePin>? {
    var pins: Set<SoftwarePin> = []
    var isTable = false
    var isFound = false
    var (name, version): (String?, String?) = (nil, nil)
    for line in lock.split(whereSeparator: \.isNewline) {
      if line.hasPrefix("[") {
        isTable = line.hasPrefix("[[package]]") || line.hasPrefix("[[packages]]")
        isFound = isFound || isTable
        (name, version) = (nil, nil)
      } else if isTable {
        name = value(of: "name", in: line) ?? name
        version = value(of: "version", in: line) ?? version
        if let name, let version, let pin = SoftwarePin(name: name, version: version) {
          pins.insert(pin)
        }
      }
    }
    return isFound ? pins : nil
  }

  /// The string of `KEY = "STRING"`.
  private static func value(of key: String, in line: Substring) -> String? {
    guard line.hasPrefix(key) else { return nil }
    let rest = line.dropFirst(key.count).drop { $0 == " " }
    guard rest.first == "=" else { return nil }
    let quoted = rest.dropFirst().drop { $0 == " " }
    guard let quote = quoted.first, quote == "\"" || quote == "'" else { return nil }
    return String(quoted.dropFirst().prefix { $0 != quote })
  }
}
