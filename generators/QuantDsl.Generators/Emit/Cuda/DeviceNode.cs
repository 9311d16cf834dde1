namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>A node of the graph of a pass: a launch of one or several loops of the lowered program.</summary>
/// <param name="Name">Name of the kernel.</param>
/// <param name="Words">What it does, for comments.</param>
/// <param name="Blocks">Blocks of the launch.</param>
/// <param name="After">The nodes of the pass that must have run before it.</param>
/// <param name="Body">The statements of the kernel, in CUDA C++.</param>
internal sealed record DeviceNode(string Name, string Words, int Blocks, IReadOnlyList<int> After, string Body);
