// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import StrictJSON

/// How a result is printed: text for people, or one JSON document for programs.
public enum ResultFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  case text, json

  /// The result in this format, with the newline at its end; only this one is made.
  public func render(
    text: @autoclosure () -> String, json: @autoclosure () -> JSONValue
  ) -> String {
    switch self {
    case .text: text()
    case .json: json().text(.pretty) + "\n"
    }
  }
}
