namespace QuantDsl.Generators.Operations;

/// <summary>
/// One operation of a network: all that the compiler knows of it stands in its file. Declarations and the graph hold the same records;
/// <see cref="OperationTable"/> gives it a name.
/// </summary>
internal abstract record Operation
{
    /// <summary>Whether it belongs to a layer that no step changes: then its parameters have no gradients.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>The operation as the user would write it.</summary>
    public abstract string Text { get; }

    /// <summary>Suffix of the names of its values in generated code; the prefix is the name of the layer.</summary>
    public abstract string ValueName { get; }

    /// <summary>Name of the earlier layer whose value it reads as well; null where it reads one value.</summary>
    public virtual string? OtherLayer => null;

    /// <summary>The same operation with the value of another earlier layer; it must read one.</summary>
    public virtual Operation Joining(string other) => throw new NotSupportedException($"{Text} reads no other layer.");

    /// <summary>The window that it slides over an image, or over a sequence as an image of one row; mostly none.</summary>
    public virtual Window? Sliding => null;

    /// <summary>The same operation with this stride in all directions; null where one argument does not say it.</summary>
    public virtual Operation? WithStride(int stride) => null;

    /// <summary>The same operation with this padding in all directions; null where one argument does not say it.</summary>
    public virtual Operation? WithPadding(int padding) => null;

    /// <summary>Whether it reads token ids, which nothing else may.</summary>
    public virtual bool ReadsTokenIds => false;

    /// <summary>Whether it gives values a size that does not follow that of the weights.</summary>
    public virtual bool IsNormalization => false;

    /// <summary>Whether a constant that the layer adds to each channel before is taken away again.</summary>
    public virtual bool CancelsBias => false;

    /// <summary>Whether a positive factor of its operand is one of its value.</summary>
    public virtual bool KeepsScale => false;

    /// <summary>Whether no value of its output is negative.</summary>
    public virtual bool IsNonNegative => false;

    /// <summary>Where its value lies.</summary>
    public virtual OutputMemory Memory => OutputMemory.Fresh;

    /// <summary>Whether its backward pass reads its operands, which then must not be overwritten.</summary>
    public virtual bool BackwardReadsInput => false;

    /// <summary>Whether its backward pass reads its own output, which then must not be overwritten.</summary>
    public virtual bool BackwardReadsOutput => false;

    /// <summary>Whether it writes its value over its operand.</summary>
    public virtual bool IsInPlace => false;

    /// <summary>The same operation as one that writes over its operand; null where it cannot.</summary>
    public virtual Operation? ToInPlace() => null;

    /// <summary>Values of one sample that it needs while it runs, beside what it reads and writes.</summary>
    public virtual long WorkingValues => 0;

    /// <summary>What is wrong with its arguments alone.</summary>
    public virtual IEnumerable<ArgumentProblem> CheckArguments() => [];

    /// <summary>An operation that has to make its operand fit; mostly none.</summary>
    public virtual Operation? Preparation(Shape input) => null;

    /// <summary>Shape inference.</summary>
    /// <param name="layer">The layer's name, for messages.</param>
    /// <param name="operands">The values that it reads.</param>
    public abstract Inference Infer(string layer, IReadOnlyList<Operand> operands);

    /// <summary>Its tensors, in the order of their memory.</summary>
    public virtual EquatableArray<ParameterSpec> Parameters(Shape input) => [];

    /// <summary>Fewest samples of a training step.</summary>
    /// <param name="shape">Shape of its value.</param>
    public virtual int MinimumBatch(Shape shape) => 1;

    /// <summary>Numbers of its state behind a position of a sequence, with which the next position begins; mostly none.</summary>
    public virtual int Carried => 0;

    /// <summary>
    /// Whether a position of a sequence depends on its neighbours, which a state that is carried on does not hold: then all sequences have
    /// the declared length.
    /// </summary>
    public virtual bool MixesPositions => false;

    /// <summary>The function of one number that it is, if other kernels can apply it to what they compute; mostly none.</summary>
    public virtual ActivationFunction? Activation => null;

    /// <summary>The same operation with such a function applied to its value; null where it cannot.</summary>
    public virtual Operation? WithActivation(ActivationFunction activation) => null;

    /// <summary>The kernels that compute it.</summary>
    public abstract void Lower(NodeKernels k);

    /// <summary>
    /// The kernels of its gradient: from ∂y those with respect to its parameters, and to the inputs of which somebody needs it.
    /// </summary>
    public abstract void Differentiate(NodeKernels k);

    /// <summary>The call that adds it to an ONNX graph; the name of its operand where a prediction takes it as it is.</summary>
    public abstract string Onnx(OnnxOperands operands);
}
