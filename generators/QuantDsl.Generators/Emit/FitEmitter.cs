using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>The epoch loop.</summary>
internal static class FitEmitter
{
    public static SourceFile Emit(ModelPlan plan) =>
        GeneratedFile.Write(plan.Type, "Fit", "", "", writer => writer.Lines(Members(plan)));

    private static string Members(ModelPlan plan)
    {
        int period = plan.Declaration.Backtrack?.Period ?? 0;
        int batch = plan.Declaration.Batch;
        string beginMeasures = plan.IsMeasured ? "\n            if (session.EpochSteps == 0)\n                _zigzag.BeginEpoch();" : "";
        string measures = plan.IsMeasured ? ", _zigzag.Epoch" : "";
        const string first = "<see cref=\"FitOptions.FirstEpoch\"/> begins the schedule anew.";
        string goesByLoss = plan.Loss.IsRegression ? "\n        GoesByLoss = true," : "";
        return $$"""
            /// <summary>
            /// Trains as declared: {{Recipe(plan)}}. A model that was trained before goes on with its next epoch: two runs are
            /// {{Runs(plan)}} single one of as many epochs{{Why(plan)}}. {{first}}
            /// On a CUDA device the data set lies there, if there is room, and examples are read once; augmented ones are copied, minibatch
            /// by minibatch.
            /// </summary>
            /// <param name="train">Training samples, reshuffled in every epoch.</param>
            /// <param name="validation">Samples whose {{(plan.Loss.IsRegression ? "loss" : "accuracy")}} selects the best epoch; if null, the last completed epoch counts as the best.</param>
            /// <param name="options">Overrides of the declared recipe, checkpoints and reporting.</param>
            /// <exception cref="InvalidOperationException">Another thread trains the model.</exception>
            /// <exception cref="IOException">The report or the files of TensorBoard cannot be written where the options say.</exception>
            /// <exception cref="ModelFileException">
            /// The checkpoint cannot be written where the options say, or is damaged or that of a different run.
            /// </exception>
            /// <exception cref="TrainingDivergedException">
            /// A loss or gradient is NaN or infinite. The model is restored to its best epoch or, if none was completed, is as it was before the step.
            /// </exception>
            public TrainingReport Fit(Dataset train, Dataset? validation = null, FitOptions? options = null)
            {
                options ??= new FitOptions();
                StepInput.Check(Info, _store, train, validation, options);
                using TrainingTurn turn = _store.BeginTraining(Info.Name);
                long seed = options.Seed ?? _store.Seed;
                long steps = train.Count / {{batch}};
                using BestState best = new(_store);
                using TrainingSession session = new(
                    Info.Name, Info.Bits, Info.Method, backtrackPeriod: {{period}}, UpdateRecipe.Blend, seed,
                    _store.Device.ToString(), _store.EpochCount, options.Epochs ?? {{plan.Declaration.Epochs}}, steps, options)
                {
                    InitialRate = LearningRate,
                    Rates = Info.Schedule,{{goesByLoss}}
                };
                using GroupRun group = new(Info, _store, session, train, validation, options);
                _store.Blend = session.Blend;
                try
                {
                    using Checkpoint checkpoint = new(Info, _store, best, session, train, validation, options);
                    for (int epoch = checkpoint.Resume(); session.GoesOn(epoch); epoch++)
                    {
                        TrainingPhase phase = session.PhaseOf(epoch);
                        LearningRate = session.RateOf(epoch);
                        session.BeginEpoch(epoch, phase, LearningRate);{{beginMeasures}}
                        using Minibatches batches = train.Minibatches(seed, epoch, {{batch}}, session.EpochSteps, _store.Device);
                        TakeSteps(batches, phase, session, checkpoint);
                        if (session.IsCancelled)
                        {
                            checkpoint.Write();
                            break;
                        }
                        if (validation is not null || options.Test is not null)
                            checkpoint.Write(); // the epoch is trained, whatever becomes of its evaluation
                        Evaluation? onValidation = validation is null ? null : Assess(validation);
                        Evaluation? onTest = options.Test is null ? null : Assess(options.Test);
                        session.Measure(validation ?? options.Test, PredictAll);
                        bool isBest = session.EndEpoch(onValidation, onTest{{measures}});
                        _store.EpochCount = epoch;
                        if (isBest)
                            best.Keep();
                        checkpoint.Write();
                        session.ShowEpoch();
                        if (session.TakesRateOfEpoch(LearningRate))
                            checkpoint.Write(); // what was set after the epoch is part of the run
                    }
                    if ((session.IsCancelled || options.RestoreBest) && best.Restore())
                        session.RestoreBest();
                    session.Classify(options.Test ?? validation, PredictAll);
                    return session.Complete(options.Test is null ? null : session.Test{{(plan.Loss.IsRegression ? "Loss" : "Accuracy")}} ?? Evaluate(options.Test));
                }
                catch (TrainingDivergedException divergence)
                {
                    throw session.Explain(divergence, restored: best.Restore());
                }
                catch (Exception failure) when (group.IsShared)
                {
                    group.Fail(failure);
                    throw;
                }
                finally
                {
                    LearningRate = session.InitialRate;
                    _store.Blend = null;
                }
            }

            /// <summary>The steps of an epoch.</summary>
            private void TakeSteps(Minibatches batches, TrainingPhase phase, TrainingSession session, Checkpoint checkpoint)
            {
            {{Steps(plan)}}
            }
            """;
    }

    private static string Steps(ModelPlan plan) => Paths.Of(
        network => $"{StepsOnKernels(plan, network)}\nreturn;",
        StepsOnDevice,
        indentation: 4);

    private static string StepsOnDevice(string device) => $$"""
        CudaRun<UpdateRecipe> steps = {{device}}.BeginEpoch<UpdateRecipe>(batches, phase, session);
        while (!session.IsCancelled && steps.HasNext)
        {
            LearningRate = session.BeginStep(LearningRate);
            steps.Take(LearningRate);
            session.EndStep();
            session.TakeRateOfStep(LearningRate);
            checkpoint.EndStep();
        }
        """;

    private static string StepsOnKernels(ModelPlan plan, string network) => $$"""
        while (!session.IsCancelled && batches.Next(out {{plan.InputSpan}} inputs, out {{plan.LabelSpan}} labels))
        {
            LearningRate = session.BeginStep(LearningRate);
            session.EndStep(phase == TrainingPhase.Backtrack
                ? TakeBacktrackStep({{network}}, inputs, labels)
                : TakeStep({{network}}, inputs, labels));
            session.TakeRateOfStep(LearningRate);
            checkpoint.EndStep();
        }
        """;

    private static string Runs(ModelPlan plan) => plan.Schedule.IsOfRun ? "not the same as a" : "the same to the bit as a";

    private static string Why(ModelPlan plan) => plan.Schedule.IsOfRun ? ", because the learning rate depends on the run" : "";

    private static string Recipe(ModelPlan plan)
    {
        string backtrack = plan.Declaration.Backtrack switch
        {
            null => "",
            { Period: 1 } => ", backtracking in every epoch",
            { } declared => $", backtracking in epochs divisible by {declared.Period}",
        };
        return $"{plan.Declaration.Epochs} epochs, minibatches of {plan.Declaration.Batch}{backtrack}";
    }
}
