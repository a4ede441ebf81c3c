const getCustomJwtClaims = async ({ token, context, environmentVariables }) => {
  // Text such as ${this} belongs to the script.
  return { branch: context.user.customData.branch, greeting: `Hello ${context.user.name}` };
};
