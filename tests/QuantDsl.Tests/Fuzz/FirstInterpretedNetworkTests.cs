using Xunit.Abstractions;

namespace QuantDsl.Tests.Fuzz;

/// <summary>The first half.</summary>
public sealed class FirstInterpretedNetworkTests(ITestOutputHelper output) : InterpretedNetworkTests(output, half: 0);
