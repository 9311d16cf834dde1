using Xunit.Abstractions;

namespace QuantDsl.Tests.Fuzz;

/// <summary>The second half.</summary>
public sealed class SecondInterpretedNetworkTests(ITestOutputHelper output) : InterpretedNetworkTests(output, half: 1);
